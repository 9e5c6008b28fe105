import type { DeadLetter as DeadLetterAnswer, DeadLetterDetails } from '@fieldwork/contract'
import { catalogue, FieldworkError } from '@fieldwork/errors'
import { callsAbout, type Database, type DeadLetter, deadLetters } from '@fieldwork/store'
import { isRedrivable } from '../redrive.ts'

/** The project's dead letter. Throws `dead_letter_unknown`, also for one of another project or one that was redriven. */
export async function findDeadLetter(database: Database, projectId: number, id: string): Promise<DeadLetter> {
  const [letter] = await deadLetters(database, projectId, { id }, { limit: 1 })
  if (letter === undefined) throw new FieldworkError('dead_letter_unknown', `nothing dead has the id ${id}`)
  return letter
}

/** As `findDeadLetter`, as it is answered, with the calls of the ledger about it. */
export async function answerDetails(
  database: Database,
  projectId: number,
  id: string,
): Promise<DeadLetterDetails> {
  const letter = await findDeadLetter(database, projectId, id)
  const answer = toAnswer(letter)
  const entry = Object.entries(catalogue).find(([code]) => code === answer.code)?.[1]
  const calls = letter.session === null ? [] : await callsAbout(database, letter.session)
  return {
    ...answer,
    title: entry?.title ?? '',
    remedy: entry?.remedy ?? '',
    calls: calls.map((call) => ({ ...call, createdAt: call.createdAt.toISOString() })),
  }
}

export function toAnswer({ session, cursor: _, diedAt, ...known }: DeadLetter): DeadLetterAnswer {
  return {
    ...known,
    code: known.reason.split(':')[0] ?? '',
    diedAt: diedAt.toISOString(),
    redrivable: session === null ? isRedrivable(known.queue) : session.hasTranscript,
    session: session === null ? null : withoutTranscript(session),
  }
}

function withoutTranscript({ hasTranscript: _, ...session }: NonNullable<DeadLetter['session']>) {
  return session
}
