import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { confirmSending } from '../src/push/confirm.ts'

/** A terminal at which somebody types. */
function terminal(typed: string) {
  const input = Object.assign(new PassThrough(), { isTTY: true })
  const output = new PassThrough()
  input.end(typed)
  return { input, output }
}

describe('the question before sending', () => {
  it.each(['y\n', 'Y\n', 'yes\n', ' yes \n'])('takes %j for a yes', async (typed) => {
    expect(await confirmSending('http://service', terminal(typed))).toBe(true)
  })

  it.each(['\n', 'n\n', 'no\n', 'yess\n', ''])('takes %j for a no', async (typed) => {
    expect(await confirmSending('http://service', terminal(typed))).toBe(false)
  })

  it('says where to', async () => {
    const { input, output } = terminal('n\n')
    await confirmSending('http://service', { input, output })
    expect(String(output.read())).toContain('http://service')
  })

  it('is not put where nobody can answer', async () => {
    const input = new PassThrough()
    await expect(
      confirmSending('http://service', { input, output: new PassThrough() }),
    ).rejects.toMatchObject({
      code: 'usage',
    })
  })
})
