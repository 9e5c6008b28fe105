import type { CommandKind } from '../command-kind.ts'
import type { Evidence } from '../evidence.ts'
import { pathKinds } from '../path-kind.ts'
import { type Feature, flag, log, share } from './feature.ts'

const kinds = [
  'test',
  'check',
  'commit',
  'push',
  'pullRequest',
  'operate',
  'git',
  'data',
  'run',
  'create',
  'look',
] as const satisfies readonly CommandKind[]

const times = ({ commands }: Evidence, kind: CommandKind, result?: 'ok' | 'error') =>
  commands.filter((one) => one.kinds.includes(kind) && (result === undefined || one.result === result)).length

/** What the agent did: files by kind, commands by kind, and how the last of them went. */
export const deedFeatures: readonly Feature[] = [
  ...pathKinds.flatMap((kind): Feature[] => [
    {
      name: `lines.${kind}`,
      what: `changed lines in ${kind} files, log`,
      of: ({ evidence }) => log(evidence.lines[kind]),
    },
    {
      name: `share.${kind}`,
      what: `share of changed lines in ${kind} files`,
      of: ({ evidence }) => share(evidence.lines[kind], evidence.changedLines),
    },
  ]),
  ...kinds.flatMap((kind): Feature[] => [
    {
      name: `commands.${kind}`,
      what: `commands of kind ${kind}, log`,
      of: ({ evidence }) => log(times(evidence, kind)),
    },
    {
      name: `commandShare.${kind}`,
      what: `share of commands of kind ${kind}`,
      of: ({ evidence }) => share(times(evidence, kind), evidence.commands.length),
    },
  ]),
  {
    name: 'changed',
    what: 'something was changed',
    of: ({ evidence }) => flag(evidence.changedLines > 0),
  },
  { name: 'changedLines', what: 'changed lines, log', of: ({ evidence }) => log(evidence.changedLines) },
  { name: 'created', what: 'files created, log', of: ({ evidence }) => log(evidence.created) },
  {
    name: 'created.share',
    what: 'share of edited files that were created',
    of: ({ evidence }) => Math.min(1, share(evidence.created, evidence.editedFiles)),
  },
  { name: 'edited', what: 'files edited, log', of: ({ evidence }) => log(evidence.editedFiles) },
  { name: 'reads', what: 'files read or searched, log', of: ({ evidence }) => log(evidence.reads) },
  {
    name: 'reads.share',
    what: 'share of tool calls that read',
    of: ({ evidence }) => share(evidence.reads, evidence.results.length),
  },
  { name: 'web', what: 'looks at the web, log', of: ({ evidence }) => log(evidence.webLooks) },
  { name: 'planMode', what: 'plan mode was used', of: ({ evidence }) => flag(evidence.planMode) },
  { name: 'endsInPlan', what: 'ends in a plan', of: ({ evidence }) => flag(evidence.endsInPlan) },
  { name: 'aboutData', what: 'data is named', of: ({ evidence }) => flag(evidence.speaksOfData) },
  {
    name: 'commit.ok',
    what: 'commits that went well, log',
    of: ({ evidence }) => log(times(evidence, 'commit', 'ok')),
  },
  {
    name: 'push.ok',
    what: 'pushes and pull requests that went well, log',
    of: ({ evidence }) => log(times(evidence, 'push', 'ok') + times(evidence, 'pullRequest', 'ok')),
  },
  {
    name: 'tests.passed',
    what: 'runs whose output says passed, log',
    of: ({ evidence }) => log(evidence.commands.filter(({ said }) => said === 'passed').length),
  },
  {
    name: 'tests.failed',
    what: 'runs whose output says failed, log',
    of: ({ evidence }) => log(evidence.commands.filter(({ said }) => said === 'failed').length),
  },
  {
    name: 'check.failed',
    what: 'checks that failed, log',
    of: ({ evidence }) => log(times(evidence, 'check', 'error')),
  },
  {
    name: 'surroundings',
    what: 'characters of project instructions that were read, log',
    of: ({ evidence }) => log(evidence.surroundings.length),
  },
]
