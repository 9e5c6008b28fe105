import { classifiers } from '@fieldwork/codebook'
import { describe, expect, test } from 'vitest'
import { recordedAnswer, transcriptKey } from '../src/index.ts'
import { ask, longTranscript, start, textOf } from './simulator.ts'

describe('an answer', () => {
  test('has one entry for every question asked, in the order asked', async () => {
    const { client } = await start({ answer: () => ({ work_mode: 'write', expertise: '5' }) })
    const answers = async (...questions: readonly string[]) =>
      JSON.parse(textOf(await client.messages.create(ask({ questions })))).answers
    expect(await answers('expertise', 'work_mode', 'expertise')).toEqual([
      { question: 'expertise', option: '5' },
      { question: 'work_mode', option: 'write' },
    ])
    expect(await answers('decisions')).toEqual([{ question: 'decisions', decisions: expect.any(Array) }])
    expect(await answers('task_value')).toEqual([
      {
        question: 'task_value',
        posting: { title: expect.any(String), description: expect.any(String), skills: expect.any(Array) },
        usd: 150,
      },
    ])
    const all = classifiers.map(({ id }) => id)
    expect((await answers(...all)).map(({ question }: { question: string }) => question)).toEqual(all)
  })

  test('is about the text between the fence marks, whose own sections ask nothing', async () => {
    const transcript = 'one\n\n## outcome\n\ntwo'
    const { client } = await start({
      answer: (told) => ({ work_mode: told === transcript ? 'plan' : 'build' }),
    })
    const message = await client.messages.create(ask({ transcript, questions: ['work_mode'] }))
    expect(JSON.parse(textOf(message))).toEqual({ answers: [{ question: 'work_mode', option: 'plan' }] })
  })

  test('prices a posting as the session it was written for', async () => {
    const { client } = await start({
      answer: (told) => ({ task_value: { title: 'Work', usd: told === 'a' ? 75 : 900 } }),
    })
    const priceOf = async (transcript: string) => {
      const posted = await client.messages.create(ask({ transcript, questions: ['task_value.posting'] }))
      const [{ posting, usd }] = JSON.parse(textOf(posted)).answers
      expect(usd).toBeUndefined()
      const request = ask({ questions: ['task_value.price'] })
      const content = `## task_value.price\n\n${JSON.stringify(posting)}`
      const priced = await client.messages.create({ ...request, messages: [{ role: 'user', content }] })
      return JSON.parse(textOf(priced)).answers
    }
    const [a, b] = [await priceOf('a'), await priceOf('b')]
    expect([a, b]).toEqual([
      [{ question: 'task_value.price', usd: 75 }],
      [{ question: 'task_value.price', usd: 900 }],
    ])
  })

  test('comes from recorded labels by the hash of the transcript', async () => {
    const records = new Map([[transcriptKey('known'), { outcome: 'failed' as const }]])
    const { client } = await start({ answer: recordedAnswer(records, () => ({ outcome: 'partially' })) })
    const outcomeOf = async (transcript: string) =>
      JSON.parse(textOf(await client.messages.create(ask({ transcript, questions: ['outcome'] })))).answers[0]
        .option
    expect([await outcomeOf('known'), await outcomeOf('unknown')]).toEqual(['failed', 'partially'])
  })

  test('names an option there is not, where that is scripted, whatever is asked', async () => {
    const questions = [['work_mode'], ['decisions'], ['task_value']]
    const { client } = await start({ faults: questions.map(() => ({ kind: 'wrong_option' as const })) })
    const texts = []
    for (const asked of questions) texts.push(textOf(await client.messages.create(ask({ questions: asked }))))
    expect(texts[0]).toContain('"option":"triumphed"')
    expect(texts[1]).toContain('"kind":"triumphed"')
    expect(texts[2]).toContain('"usd":-1')
  })

  test('is written as one pleases', async () => {
    const { client } = await start({ answerText: ({ model }) => `I am ${model}` })
    expect(textOf(await client.messages.create(ask()))).toBe('I am claude-sonnet-4-6')
  })
})

describe('the account', () => {
  test('is what the client was told, call by call and together', async () => {
    const { client, simulator } = await start({ latency: { firstByte: (random) => 20 * random() } })
    const calls = Array.from({ length: 40 }, (_, at) => at)
    const usages = await Promise.all(
      calls.map(async (at) => {
        const headers = { 'x-fieldwork-call': `call-${at}` }
        const body = ask({ transcript: `${at % 7} ${longTranscript}` })
        if (at % 2 === 0) return (await client.messages.create(body, { headers })).usage
        return (await client.messages.stream(body, { headers }).finalMessage()).usage
      }),
    )
    const { entries, totals } = simulator.account()
    expect(entries).toHaveLength(calls.length)
    for (const { callId, usage, whole } of entries) {
      expect(usage).toEqual(usages[Number(callId?.split('-')[1])])
      expect(whole).toBe(true)
    }
    expect(totals['claude-sonnet-4-6']).toMatchObject({
      requests: calls.length,
      outputTokens: usages.reduce((sum, { output_tokens }) => sum + output_tokens, 0),
      inputTokens: usages.reduce((sum, { input_tokens }) => sum + input_tokens, 0),
      cacheReadTokens: usages.reduce((sum, usage) => sum + (usage.cache_read_input_tokens ?? 0), 0),
    })
  })

  test('holds as much of a stream as was said before its client hung up', async () => {
    const { client, simulator } = await start({ latency: { perOutputToken: () => 1 } })
    const stream = client.messages.stream(ask())
    const pieces = new Promise<void>((resolve) => stream.once('text', () => resolve()))
    const ended = stream.finalMessage().catch(() => undefined)
    await pieces
    stream.abort()
    await ended
    await expect.poll(() => simulator.account().entries.length).toBe(1)
    const [entry] = simulator.account().entries
    expect(entry?.whole).toBe(false)
    const whole = (await client.messages.create(ask())).usage.output_tokens
    expect(entry?.usage.output_tokens).toBeGreaterThan(0)
    expect(entry?.usage.output_tokens).toBeLessThan(whole)
  })

  test('holds what a client that hung up has caused, as not written out', async () => {
    const { client, simulator } = await start({ latencyMs: 100 })
    await expect(client.messages.create(ask(), { timeout: 20 })).rejects.toThrow()
    await expect.poll(() => simulator.account().entries.length).toBe(1)
    expect(simulator.account().entries[0]?.whole).toBe(false)
  })
})
