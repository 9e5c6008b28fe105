import { realpath } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { filesBelow } from './find-transcripts.ts'

/** What an agent keeps on this machine, where it keeps it unless told otherwise. */
export type InstalledAgent = { readonly agent: string; readonly files: readonly string[] }

type Place = {
  readonly agent: string
  readonly folders: readonly string[]
  /** Whether a file of the folder is a transcript, by its path from it with `/`. */
  readonly isTranscript: RegExp
}

/** As each agent documents them, or its source has them, in November 2026. A variable that moves them is heeded. */
function placesOf(environment: NodeJS.ProcessEnv, here: string, home: string): readonly Place[] {
  const under = (variable: string, otherwise: string) => environment[variable] || join(home, otherwise)
  const claude = [
    environment.CLAUDE_CONFIG_DIR || [],
    join(home, '.claude'),
    join(home, '.config', 'claude'),
  ].flat()
  const codex = under('CODEX_HOME', '.codex')
  return [
    {
      agent: 'Claude Code',
      folders: claude.map((folder) => join(folder, 'projects')),
      isTranscript: /\.jsonl$/,
    },
    {
      agent: 'Codex',
      folders: [join(codex, 'sessions'), join(codex, 'archived_sessions')],
      isTranscript: /(^|\/)rollout-[^/]*\.jsonl(\.zst)?$/,
    },
    {
      agent: 'Gemini CLI',
      folders: [join(environment.GEMINI_CLI_HOME || home, '.gemini', 'tmp')],
      isTranscript: /^[^/]+\/chats\/.*\.jsonl?$/,
    },
    {
      agent: 'OpenCode',
      folders: [join(under('XDG_DATA_HOME', '.local/share'), 'opencode')],
      isTranscript: /^opencode[^/]*\.db$/,
    },
    {
      agent: 'Copilot CLI',
      folders: [join(under('COPILOT_HOME', '.copilot'), 'session-state')],
      // Above an older session's own file there is a folder; below a newer session's there are the files it worked on.
      isTranscript: /^([^/]+|[^/]+\/events)\.jsonl$/,
    },
    {
      agent: 'Cursor',
      folders: [join(home, '.cursor', 'projects')],
      isTranscript: /(^|\/)agent-transcripts\/.*\.jsonl$/,
    },
    { agent: 'SpecStory', folders: [join(here, '.specstory', 'history')], isTranscript: /^[^/]+\.md$/ },
  ]
}

/** The transcripts of every agent at its default place; agents that have none are left out. Throws nothing. */
export async function findInstalledAgents(
  environment: NodeJS.ProcessEnv,
  here: string,
  home: string = environment.HOME || homedir(),
): Promise<readonly InstalledAgent[]> {
  const found: InstalledAgent[] = []
  for (const { agent, folders, isTranscript } of placesOf(environment, here, home)) {
    const real = await Promise.all(folders.map((folder) => realpath(folder).catch(() => folder)))
    const files: string[] = []
    for (const folder of new Set(real)) {
      files.push(...(await filesBelow(folder, (path) => isTranscript.test(path.replaceAll('\\', '/')))))
    }
    if (files.length > 0) found.push({ agent, files })
  }
  return found
}
