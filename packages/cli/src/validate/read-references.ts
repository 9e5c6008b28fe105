import { readFile } from 'node:fs/promises'
import { optionClassifiers } from '@fieldwork/codebook'
import { ReferenceLabel } from '@fieldwork/contract'
import { FieldworkError } from '@fieldwork/errors'
import { Type } from 'typebox'
import { Compile } from 'typebox/compile'

/** Which reading of a session counts where there are several; `best` is the last by name, B before A. */
export type Reading = 'A' | 'B' | 'best'

/** One option of several; a level may be written as a number. */
const Choice = Type.Optional(Type.Union([Type.String(), Type.Number(), Type.Null()]))
const Line = Type.Object({
  id: Type.String(),
  annotator: Type.Optional(Type.String()),
  work_mode: Choice,
  codebase: Choice,
  expertise: Choice,
  occupation_user: Choice,
  occupation_work: Choice,
  outcome: Choice,
  success_signal: Choice,
  failure_signal: Choice,
  decisions: Type.Optional(Type.Array(Type.Object({ kind: Type.Unknown(), by: Type.Unknown() }))),
  task_value: Type.Optional(Type.Object({ usd: Type.Unknown() })),
})
const line = Compile(Line)
const label = Compile(ReferenceLabel)

/**
 * The reference labels of a file, a session and reading a line, without their texts. Of several readings of a session the
 * one that is meant. Throws `usage` where there is no such file, where a line is none, and where no label is left.
 */
export async function readReferences(file: string, reading: Reading): Promise<readonly ReferenceLabel[]> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new FieldworkError('usage', `${file}: there is no such file, or it cannot be read`, {
      cause: error,
    })
  })
  const chosen = new Map<string, { readonly annotator: string; readonly label: ReferenceLabel }>()
  for (const [index, written] of text.split('\n').entries()) {
    if (written.trim() === '') continue
    const read = toReference(written, `${file}, line ${index + 1}`)
    const before = chosen.get(read.label.id)
    if (reading !== 'best' && read.annotator !== reading) continue
    if (before === undefined || read.annotator >= before.annotator) chosen.set(read.label.id, read)
  }
  if (chosen.size === 0) throw new FieldworkError('usage', `${file}: there is no label of reading ${reading}`)
  return [...chosen.values()].map((read) => read.label)
}

function toReference(written: string, where: string) {
  const value = parse(written)
  if (!line.Check(value)) throw new FieldworkError('usage', `${where}: it is no JSON with an id and labels`)
  const answers = optionClassifiers.flatMap((classifier) => {
    const answer = value[classifier] ?? null
    return answer === null ? [] : [[classifier, String(answer)]]
  })
  const { id, annotator = '', decisions, task_value } = value
  const read: unknown = {
    id,
    ...Object.fromEntries(answers),
    ...(decisions === undefined ? {} : { decisions: decisions.map(({ kind, by }) => ({ kind, by })) }),
    ...(task_value === undefined ? {} : { task_value: { usd: task_value.usd } }),
  }
  if (label.Check(read)) return { annotator, label: read }
  const [error] = label.Errors(read)
  throw new FieldworkError(
    'usage',
    `${where}: ${error?.instancePath ?? ''} ${error?.message ?? 'is no label'}`,
  )
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
