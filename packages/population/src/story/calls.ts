import { type NonEmpty, pick, type Random } from '../random.ts'
import type { JsonObject } from '../transcript/writer.ts'
import type { Truth } from '../truth/truth.ts'
import { explanationsOf, remarksOf, stepsOf } from '../words/agent-prose.ts'
import { scriptOf } from '../words/code-blocks.ts'
import * as commands from '../words/commands.ts'
import type { Matter } from '../words/matter.ts'
import { compose, wordsOf } from '../words/pieces.ts'
import type { Deed } from './deeds.ts'
import type { Materials } from './materials.ts'

/** A tool call with its result, and what it changed: everything that is to be written and counted. */
export type Call = {
  readonly tool: string
  readonly input: JsonObject
  /** Words of the strings of the input. */
  readonly words: number
  readonly result: string
  /** What the tool records beside the result. */
  readonly recorded: JsonObject
  readonly edit: { readonly path: string; readonly added: number; readonly removed: number } | null
  /** What a sub-agent was asked. */
  readonly delegated: string | null
}

export type Scene = {
  readonly truth: Truth
  readonly matter: Matter
  readonly materials: Materials
  readonly cwd: string
  /** The person's, as their git knows them. */
  readonly email: string
}

/** Deeds whose input holds what the agent writes, as long as it is to be. */
export const carriesText = ({ kind, fails }: Deed): boolean =>
  !fails &&
  (kind === 'edit' || kind === 'create' || kind === 'script' || kind === 'subAgent' || kind === 'presentPlan')

/** Makes the call of a deed; `words` is how much its text is to have, `number` counts the calls of the session. */
export function callFor(random: Random, deed: Deed, scene: Scene, words: number, number: number): Call {
  const { matter, truth } = scene
  const shell = (run: commands.Command) => bash(run)
  const one = (from: NonEmpty<(m: Matter, email: string) => commands.Command>) =>
    shell(pick(random, from)(matter, scene.email))
  switch (deed.kind) {
    case 'read':
      return read(
        scene,
        pick(random, [matter.file, matter.otherFile, matter.testFile, matter.document]),
        random,
      )
    case 'instructions':
      return readText(
        scene,
        'CLAUDE.md',
        `# ${matter.domain.project}\n\n${matter.domain.instructions.join('\n')}`,
      )
    case 'search':
      return search(pick(random, [matter.part, matter.otherPart, matter.term]), matter)
    case 'list':
      return list(matter)
    case 'web':
      return web(matter)
    case 'edit':
      return edit(random, scene, words)
    case 'create':
      return create(random, scene, words, number)
    case 'todo':
      return todo(matter)
    case 'subAgent':
      return subAgent(random, matter, words)
    case 'presentPlan':
      return presentPlan(random, matter, words)
    case 'look':
      return one(truth.codebase === 'none' ? commands.looksElsewhere : commands.looksInRepository)
    case 'run':
      return one(commands.runs)
    case 'script':
      return script(random, matter, words)
    case 'operate':
      return one(truth.codebase === 'none' ? commands.operationsOnMachine : commands.operations)
    case 'tests':
      return shell(commands.testRun(random, matter, !deed.fails))
    case 'check':
      return shell(commands.checkRun(truth, matter))
    case 'command':
      return shell(commands.tellingRun(truth, matter))
    case 'commit':
      return shell(commands.commitRun(random, matter))
    case 'editByShell':
      return shell(commands.shellEdit(matter))
  }
}

function call(tool: string, input: JsonObject, words: number, result: string, recorded: JsonObject): Call {
  return { tool, input, words, result, recorded, edit: null, delegated: null }
}

function bash({ command, description, prints }: commands.Command): Call {
  const recorded = { stdout: prints, stderr: '', interrupted: false, isImage: false }
  return call('Bash', { command, description }, wordsOf(command) + wordsOf(description), prints, recorded)
}

function read(scene: Scene, path: string, random: Random): Call {
  return readText(scene, path, pick(random, scene.materials.pool).text)
}

function readText({ cwd }: Scene, path: string, content: string): Call {
  const filePath = `${cwd}/${path}`
  const rows = content.split('\n')
  const shown = rows.map((row, index) => `${String(index + 1).padStart(6)}→${row}`).join('\n')
  const recorded = {
    type: 'text',
    file: { filePath, content, numLines: rows.length, startLine: 1, totalLines: rows.length },
  }
  return call('Read', { file_path: filePath }, wordsOf(filePath), shown, recorded)
}

function search(pattern: string, { file, otherFile }: Matter): Call {
  const found = [file, otherFile]
  const recorded = { mode: 'files_with_matches', filenames: found, numFiles: found.length }
  const input = { pattern, output_mode: 'files_with_matches' }
  return call('Grep', input, wordsOf(pattern) + 1, `Found 2 files\n${found.join('\n')}`, recorded)
}

function list({ domain }: Matter): Call {
  const recorded = {
    filenames: domain.files,
    durationMs: 12,
    numFiles: domain.files.length,
    truncated: false,
  }
  return call('Glob', { pattern: '**/*' }, 1, domain.files.join('\n'), recorded)
}

function web({ term, reason }: Matter): Call {
  const query = `${term} explained`
  const results = [
    { content: [{ title: term, url: 'https://example.org/wiki' }] },
    `It is said that ${reason}.`,
  ]
  return call('WebSearch', { query }, wordsOf(query), `Results for ${query}`, {
    query,
    results,
    durationSeconds: 2.1,
  })
}

function edit(random: Random, scene: Scene, words: number): Call {
  const { paths, pool, separator } = scene.materials
  const filePath = absolute(scene.cwd, pick(random, paths))
  const oldText = pick(random, pool)
  const newText = compose(random, pool, Math.max(1, words - oldText.words), separator)
  const before = oldText.text.split('\n')
  const after = newText.text.split('\n')
  const patch = {
    oldStart: 12,
    oldLines: before.length + 1,
    newStart: 12,
    newLines: after.length + 1,
    lines: [' ', ...before.map((row) => `-${row}`), ...after.map((row) => `+${row}`)],
  }
  const input = {
    file_path: filePath,
    old_string: oldText.text,
    new_string: newText.text,
    replace_all: false,
  }
  const recorded = {
    filePath,
    oldString: oldText.text,
    newString: newText.text,
    originalFile: oldText.text,
    structuredPatch: [patch],
    userModified: false,
    replaceAll: false,
  }
  return {
    ...call(
      'Edit',
      input,
      wordsOf(filePath) + oldText.words + newText.words,
      `The file ${filePath} has been updated.`,
      recorded,
    ),
    edit: { path: filePath, added: newText.lines, removed: oldText.lines },
  }
}

function create(random: Random, scene: Scene, words: number, number: number): Call {
  const { newPath, pool, separator } = scene.materials
  const filePath = absolute(scene.cwd, newPath(random, number))
  const body = compose(random, pool, words, separator)
  const content = `${body.text}\n`
  const recorded = { type: 'create', filePath, content, structuredPatch: [], originalFile: null }
  return {
    ...call(
      'Write',
      { file_path: filePath, content },
      wordsOf(filePath) + body.words,
      `File created: ${filePath}`,
      recorded,
    ),
    edit: { path: filePath, added: body.lines, removed: 0 },
  }
}

const absolute = (cwd: string, path: string) => (path.startsWith('/') ? path : `${cwd}/${path}`)

function script(random: Random, matter: Matter, words: number): Call {
  const body = compose(random, scriptOf(matter.domain), words, '\n\n')
  const command = `python3 - ${matter.data} <<'EOF'\n${body.text}\nEOF`
  const description = 'Compute from the data'
  const prints = `${matter.domain.entities[0]}  n  mean\nfirst  120  4.1\nsecond  98  3.7`
  const recorded = { stdout: prints, stderr: '', interrupted: false, isImage: false }
  return call('Bash', { command, description }, body.words + 5 + wordsOf(description), prints, recorded)
}

function todo({ feature, invariant }: Matter): Call {
  const todos = [
    { content: `See how to ${feature}`, status: 'completed', activeForm: 'Looking' },
    { content: `Keep that ${invariant}`, status: 'in_progress', activeForm: 'Checking' },
  ]
  const words = todos.reduce(
    (sum, { content, status, activeForm }) => sum + wordsOf(content) + wordsOf(status) + wordsOf(activeForm),
    0,
  )
  return call('TodoWrite', { todos }, words, 'Todos have been modified.', { oldTodos: [], newTodos: todos })
}

function subAgent(random: Random, matter: Matter, words: number): Call {
  const prompt = compose(random, explanationsOf(matter.domain), Math.min(words, 300), ' ')
  const description = `Look into ${matter.part}`
  const input = { description, prompt: prompt.text, subagent_type: 'general-purpose' }
  const report = compose(random, remarksOf(matter.domain), 40, ' ')
  const recorded = {
    status: 'completed',
    prompt: prompt.text,
    content: [{ type: 'text', text: report.text }],
  }
  return {
    ...call('Task', input, wordsOf(description) + prompt.words + 1, report.text, recorded),
    delegated: prompt.text,
  }
}

function presentPlan(random: Random, matter: Matter, words: number): Call {
  const plan = compose(random, stepsOf(matter.domain), words, '\n\n')
  return call('ExitPlanMode', { plan: plan.text }, plan.words, 'The plan was approved.', {
    plan: plan.text,
    isAgent: false,
  })
}
