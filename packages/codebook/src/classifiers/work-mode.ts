import { type Classifier, noCut, oneOption } from '../classifier.ts'
import { labelValues } from '../labels.ts'

export const workMode: Classifier<'work_mode'> = {
  id: 'work_mode',
  version: '2',
  question: `What kind of work was most of this session? Judge by what was done from beginning to end, not by what the first
message announced. Pick the option that fits best, however thin the evidence: there is no option for doubt.

Where two options compete:
- Something was broken: fix. Something that worked was made better: build.
- Application code was changed because a test failed: fix.
- An investigation that ended in a change that mends something: fix. One that ended in knowledge alone: understand.
- A question about data: analyse. A question about code: understand.
- Working out what should be: plan. Finding out what is: understand.
- A plan that was then carried out counts as what was carried out.
- A build or pipeline that was broken and was mended by configuration alone: operate. Mended in code: fix.
- Reviewing, auditing or checking consistency: test.
- Rules, skills or prompts for agents: orchestrate.`,
  options: [
    {
      id: 'build',
      definition:
        'Code is the deliverable: it is written, extended, refactored, made faster or migrated to something else.',
    },
    {
      id: 'fix',
      definition:
        'Something does not work (a wrong result, an error, a crash, a failing test, a regression), and the work is to find out why and mend it.',
    },
    {
      id: 'test',
      definition:
        'Correctness is checked: tests are written or extended, code is reviewed, quality or security is audited, test infrastructure is set up.',
    },
    {
      id: 'orchestrate',
      definition:
        'The deliverable is itself for an AI: prompts, agent workflows, evaluation harnesses, tuning of an agent. An application that merely calls a model is build.',
    },
    {
      id: 'operate',
      definition:
        'The scaffolding around the code: deploying, configuring, installing, continuous integration, environments, releases, monitoring, sorting through logs, keeping the git repository in order.',
    },
    {
      id: 'understand',
      definition:
        'The product is knowledge of a system, of code or of a concept, and nothing is changed: tracing, explaining, getting acquainted, a cause found but not mended.',
    },
    {
      id: 'plan',
      definition:
        'How to do something is worked out before it is done: architecture, specification, weighing of alternatives, scope.',
    },
    {
      id: 'analyse',
      definition:
        'The product is an insight about data: figures, tables, plots. Whatever code is written only serves to get there.',
    },
    {
      id: 'write',
      definition: 'Words or slides for people to read: documents, reports, e-mails, notes, essays.',
    },
  ],
  mayNotUse: ['What the first message said the session would be, where something else was then done.', noCut],
  output: oneOption,
  answer: labelValues.work_mode,
}
