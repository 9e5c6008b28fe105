import { codebases, outcomes, workModes } from '@fieldwork/codebook'
import { userShareOf } from '../decisions.ts'
import { type Feature, flag, log } from './feature.ts'

const endings = ['text', 'action', 'interruption', 'unanswered', 'nothing'] as const

/** The rules' answers, and what they went by. */
export const stackedFeatures: readonly Feature[] = [
  ...workModes.flatMap((mode): Feature[] => [
    {
      name: `rule.mode.${mode}`,
      what: `the rules answer ${mode}`,
      of: ({ rules }) => flag(rules.work_mode === mode),
    },
    { name: `score.${mode}`, what: `the rules' score of ${mode}`, of: ({ rules }) => rules.scores[mode] },
  ]),
  ...codebases.map(
    (codebase): Feature => ({
      name: `rule.codebase.${codebase}`,
      what: `the rules answer ${codebase}`,
      of: ({ rules }) => flag(rules.codebase === codebase),
    }),
  ),
  ...outcomes.map(
    (outcome): Feature => ({
      name: `rule.outcome.${outcome}`,
      what: `the rules answer ${outcome}`,
      of: ({ rules }) => flag(rules.outcome === outcome),
    }),
  ),
  ...endings.map(
    (ending): Feature => ({
      name: `ending.${ending}`,
      what: `the last event is ${ending}`,
      of: ({ evidence }) => flag(evidence.ending === ending),
    }),
  ),
  {
    name: 'rule.success',
    what: "the rules' tier of success",
    of: ({ rules }) => Number(rules.success_signal),
  },
  {
    name: 'rule.success.5',
    what: "the rules' tier of success is 5",
    of: ({ rules }) => flag(rules.success_signal === '5'),
  },
  {
    name: 'rule.failure',
    what: "the rules' tier of failure",
    of: ({ rules }) => Number(rules.failure_signal),
  },
  { name: 'end.broken', what: 'broken off', of: ({ rules }) => flag(rules.end.brokenOff) },
  { name: 'end.failing', what: 'the last calls fail', of: ({ rules }) => flag(rules.end.failing) },
  {
    name: 'end.passed',
    what: 'the last tests passed',
    of: ({ rules }) => flag(rules.end.tests === 'passed'),
  },
  {
    name: 'end.failed',
    what: 'the last tests failed',
    of: ({ rules }) => flag(rules.end.tests === 'failed'),
  },
  {
    name: 'rule.unclear',
    what: 'the rules rate no expertise',
    of: ({ rules }) => flag(rules.expertise === 'unclear'),
  },
  {
    name: 'level',
    what: 'expertise as the rules add it up',
    of: ({ rules }) => Math.max(1, Math.min(5, rules.signs.level)),
  },
  { name: 'structural', what: 'words of structure, log', of: ({ rules }) => log(rules.signs.structural) },
  { name: 'reasoned', what: 'reasons and alternatives, log', of: ({ rules }) => log(rules.signs.reasoned) },
  { name: 'checks', what: 'checks that name a property, log', of: ({ rules }) => log(rules.signs.checks) },
  { name: 'named', what: 'names as in code, log', of: ({ rules }) => log(rules.signs.named) },
  { name: 'doubt', what: 'words of doubt, log', of: ({ rules }) => log(rules.signs.doubt) },
  {
    name: 'rule.software',
    what: 'the rules answer software as occupation',
    of: ({ rules }) => flag(rules.occupation_user === '15-0000'),
  },
  {
    name: 'planning.share',
    what: "the rules' share of planning by the user",
    of: ({ rules }) => userShareOf(rules.decisions, 'planning') ?? 0.5,
  },
  {
    name: 'execution.share',
    what: "the rules' share of execution by the user",
    of: ({ rules }) => userShareOf(rules.decisions, 'execution') ?? 0.5,
  },
]
