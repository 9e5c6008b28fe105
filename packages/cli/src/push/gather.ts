import { FieldworkError } from '@fieldwork/errors'
import { findCheckpoints } from '../entire.ts'
import { findTranscripts } from '../find-transcripts.ts'
import { findInstalledAgents, type InstalledAgent } from '../installed-agents.ts'
import { sessionsIn } from '../sources/stored-sessions.ts'
import type { TranscriptFile } from '../sources/transcript-file.ts'

/** What is to be pushed, as it was named. */
export type Named = { readonly paths: readonly string[]; readonly entire: readonly string[] }

/** Whether nothing was named, so that the machine is searched. */
export const isUnnamed = ({ paths, entire }: Named) => paths.length === 0 && entire.length === 0

/** The transcripts of what was named. Throws `usage` where something is not there, or nothing is found. */
export async function gatherNamed({ paths, entire }: Named): Promise<readonly TranscriptFile[]> {
  const files: TranscriptFile[] = paths.length === 0 ? [] : [...(await findTranscripts(paths))]
  for (const repository of entire) files.push(...(await findCheckpoints(repository)))
  return files
}

/** The agents of this machine. Throws `usage` where there is none. */
export async function gatherInstalled(): Promise<readonly InstalledAgent[]> {
  const agents = await findInstalledAgents(process.env, process.cwd())
  if (agents.length > 0) return agents
  throw new FieldworkError('usage', 'no agent has sessions at its default place; name files or folders')
}

/** The transcripts of agents, in a stable order. */
export const transcriptsOf = (agents: readonly InstalledAgent[]): readonly TranscriptFile[] =>
  agents.flatMap(({ files }) => files.flatMap((path) => sessionsIn({ kind: 'file', path })))
