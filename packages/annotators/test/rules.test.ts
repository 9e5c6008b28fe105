import type { SessionEvent } from '@fieldwork/sessions'
import { describe, expect, test } from 'vitest'
import { gather } from '../src/local/evidence.ts'
import { answerByRules } from '../src/local/rules.ts'
import { bash, call, create, edit, interruption, prompt, read, says, session } from './session.ts'

const answer = (...events: SessionEvent[]) => answerByRules(gather(session(events).session))

describe('work mode', () => {
  test.each<[string, SessionEvent[]]>([
    [
      'build',
      [
        prompt('Add pagination to the order list.'),
        read('src/orders.ts'),
        edit('src/orders.ts', 60),
        says('Added.'),
      ],
    ],
    [
      'fix',
      [
        prompt('The login page crashes with a null pointer error, please fix it.'),
        read('src/login.ts'),
        edit('src/login.ts', 4),
        says('Fixed.'),
      ],
    ],
    [
      'test',
      [
        prompt('Write tests for the tax module and raise the coverage.'),
        read('src/tax.ts'),
        create('test/tax.test.ts', 120),
        bash('npm test', { says: '12 passed' }),
        says('Done.'),
      ],
    ],
    [
      'orchestrate',
      [
        prompt('Improve the system prompt of our triage agent.'),
        read('prompts/triage.md'),
        edit('prompts/triage.md', 30),
        says('Done.'),
      ],
    ],
    [
      'operate',
      [
        prompt('Deploy the service to staging and configure the environment.'),
        bash('docker compose build'),
        bash('kubectl apply -f deploy.yaml'),
        says('Deployed.'),
      ],
    ],
    [
      'understand',
      [
        prompt('How does the scheduler decide which job runs next?'),
        read('src/scheduler.ts'),
        call('Grep', 'priority'),
        says('It sorts by priority.'),
      ],
    ],
    [
      'plan',
      [
        prompt('Plan the architecture for moving to event sourcing; weigh the options before we build.'),
        read('src/store.ts'),
        call('ExitPlanMode', 'plan'),
        says('The plan stands.'),
      ],
    ],
    [
      'analyse',
      [
        prompt('What is the average order value per month in sales.csv? Plot the trend.'),
        bash('python3 summarise.py sales.csv'),
        says('It rose.'),
      ],
    ],
    [
      'write',
      [prompt('Draft a report for the board about our year.'), create('report.docx', 80), says('Drafted.')],
    ],
  ])('is %s where that was asked for and done', (mode, events) => {
    expect(answer(...events).work_mode).toBe(mode)
  })

  test('goes by what was done with a plan, not by the plan', () => {
    const plan =
      'Implement the following plan:\n\n# Export to PDF\n\n## Context\nErrors and crashes are handled elsewhere. Fix nothing.'
    expect(answer(prompt(plan), create('src/export.ts', 200), says('Done.')).work_mode).toBe('build')
  })

  test('is left out where neither words nor deeds say anything', () => {
    expect(answer(prompt('ok')).work_mode).toBeUndefined()
  })
})

describe('codebase', () => {
  test('is what was done to it', () => {
    expect(answer(prompt('Add a flag.'), edit('src/cli.ts')).codebase).toBe('modify_existing')
    expect(answer(prompt('Explain the cache.'), read('src/cache.ts')).codebase).toBe('explore_existing')
    expect(answer(prompt('What is a monad?'), says('A monoid.')).codebase).toBe('none')
    const begun = [
      prompt('Create a new app from scratch for recipes.'),
      bash('npm init -y'),
      create('src/index.ts'),
      create('src/app.ts'),
    ]
    expect(answer(...begun).codebase).toBe('from_scratch')
  })

  test('a commit alone modifies it', () => {
    expect(answer(prompt('Squash these.'), bash('git commit -m "one"')).codebase).toBe('modify_existing')
  })
})

describe('signals and outcome', () => {
  const asked = prompt('Add a retry to the client.')
  const done = edit('src/client.ts')

  test('two kinds of hard evidence are the highest tier, a commit and its push are one kind', () => {
    const tests = bash('npx vitest run', { says: 'Tests  9 passed (9)' })
    const commit = bash('git add . && git commit -m "Retry"')
    const both = answer(asked, done, tests, commit, says('Done.'))
    expect(both).toMatchObject({ success_signal: '5', failure_signal: '0', outcome: 'succeeded' })
    expect(answer(asked, done, commit, bash('git push'), says('Done.')).success_signal).toBe('4')
    expect(answer(asked, done, tests, says('Done.')).success_signal).toBe('4')
  })

  test('a clean check alone is corroboration, no hard signal', () => {
    expect(answer(asked, done, bash('npx tsc --noEmit'), says('Done.')).success_signal).toBe('3')
  })

  test('the words of the person confirm', () => {
    expect(
      answer(asked, done, says('Done.'), prompt('Perfect, it works now. Thanks!'), says('Good.'))
        .success_signal,
    ).toBe('4')
  })

  test('tests that fail at the end are failure, ones that were mended are a trace', () => {
    const red = bash('pytest', { result: 'error', says: '2 failed, 7 passed' })
    const green = bash('pytest', { says: '9 passed' })
    expect(Number(answer(asked, done, red).failure_signal)).toBe(4)
    expect(answer(asked, done, red, edit('src/client.ts'), green, says('Done.'))).toMatchObject({
      failure_signal: '1',
      success_signal: '4',
      outcome: 'succeeded',
    })
  })

  test('a complaint with nothing to show for it is failure', () => {
    const angry = prompt('This is completely wrong, forget it. I give up.')
    expect(answer(asked, done, says('Done.'), angry, says('Sorry.'))).toMatchObject({
      outcome: 'failed',
      failure_signal: '4',
    })
  })

  test('one mild correction is soft, outright rejection is trouble', () => {
    const after = (text: string) =>
      answer(asked, done, says('Done.'), prompt(text), edit('src/client.ts'), says('Changed.'))
    expect(after('The delay should be a parameter.').failure_signal).toBe('2')
    expect(after("That's not what I asked for. Revert this.").failure_signal).toBe('3')
  })

  test('a command counts as gone well where the source tells no result of any', () => {
    const untold = (command: string) => bash(command, { result: 'none' })
    expect(answer(asked, done, untold('git commit -m x'), says('Done.')).success_signal).toBe('3')
    const edited = call('Edit', 'src/client.ts', { result: 'none' })
    expect(answer(asked, edited, untold('git commit -m x'), says('Done.')).success_signal).toBe('4')
  })

  test('a single tool error that is overcome is a faint trace', () => {
    expect(answer(asked, bash('ls nowhere', { result: 'error' }), done, says('Done.')).failure_signal).toBe(
      '1',
    )
  })

  test('a session that is exploratory throughout has no clear goal', () => {
    expect(
      answer(prompt('Just looking around, what is in here?'), read('README.md'), says('A library.')).outcome,
    ).toBe('no_clear_goal')
  })

  test('a tail that breaks off lowers the evidence of success', () => {
    const commit = bash('git commit -m "x"')
    const tests = bash('npm test', { says: '3 passed' })
    expect(answer(asked, done, tests, commit, interruption()).success_signal).toBe('4')
  })
})

describe('the person', () => {
  test('without words of their own, expertise is unclear', () => {
    expect(
      answer(
        prompt('Implement the following plan:\n\n# Plan\n\nAdd idempotency keys because retries race.'),
        edit('a.ts'),
      ).expertise,
    ).toBe('unclear')
    expect(answer(prompt('/commit'), bash('git commit -m x')).expertise).toBe('unclear')
  })

  test('knowledge of structure raises expertise, doubt lowers it', () => {
    const insider =
      'Make the consumer idempotent: there is a race condition between the lease renewal and `releaseClaim`, because the transaction commits after the ack. Verify that no message is handled twice when the isolation level is read committed, rather than relying on the lock.'
    const newcomer =
      "I'm not sure how this works, I'm a beginner. How do I make the thing show my name somehow? Can you explain?"
    const level = (text: string) => Number(answer(prompt(text), edit('src/a.ts')).expertise)
    expect(level(insider)).toBeGreaterThanOrEqual(4)
    expect(level(newcomer)).toBeLessThanOrEqual(2)
  })

  test('an occupation needs a sign beside the task', () => {
    const of = (text: string) => answer(prompt(text), edit('src/a.py')).occupation_user
    expect(of('Add a chart to the page.')).toBe('unclear')
    expect(of("I'm a nurse on a surgical ward; make the rota fair.")).toBe('29-0000')
    expect(of('I teach, and as a teacher I need a quiz for my students.')).toBe('25-0000')
  })

  test('shared, reviewed and released work is a profession of software', () => {
    const events = [
      prompt('Address the review comments on the pull request.'),
      edit('src/a.ts'),
      bash('git commit -m x && git push'),
    ]
    expect(answer(...events).occupation_user).toBe('15-0000')
  })

  test('what the agent or a program says of occupations is no sign', () => {
    expect(answer(prompt('Add a chart.'), says("I'm a nurse."), edit('src/a.py')).occupation_user).toBe(
      'unclear',
    )
  })
})
