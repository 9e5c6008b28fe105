import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyReply } from 'fastify'
import type { Arrival } from '../arrival.ts'
import { breakAnswer, isUnheard } from '../broken-answers.ts'
import type { Simulation } from '../simulation.ts'
import type { Answer } from './respond.ts'
import { streamEvents } from './stream-events.ts'
import { writeStream } from './write-stream.ts'

/**
 * Gives an answer its time and writes it out. What it writes to the cache can be read from its first byte on; its output
 * tokens are charged, and it is entered into the account, when it ends, whether or not its client is still there.
 */
export async function deliver(
  simulation: Simulation,
  arrival: Arrival,
  { message, streamed, plan, allowance }: Answer,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { fault, requestId } = arrival
  const { firstByteMs, perTokenMs } = timesOf(simulation, arrival.number)
  if (firstByteMs > 0) await sleep(firstByteMs)
  if (isUnheard(fault)) {
    breakAnswer(reply, fault, '')
    return reply
  }
  plan.begin()

  const settle = (outputTokens: number) => {
    allowance.charge(outputTokens)
    return simulation.account.enter({
      requestId,
      callId: arrival.headers['x-fieldwork-call']?.toString() ?? null,
      endpoint: 'messages',
      model: message.model,
      usage: { ...message.usage, output_tokens: outputTokens },
    })
  }
  const headers = () => ({ 'request-id': requestId, ...allowance.headers() })

  if (streamed && fault?.kind !== 'lost') {
    reply.hijack()
    reply.raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache',
      ...headers(),
    })
    await writeStream(reply.raw, streamEvents(message), { fault, perTokenMs, requestId, settle })
    return reply
  }
  const { output_tokens } = message.usage
  if (perTokenMs > 0) await sleep(perTokenMs * output_tokens)
  const isWhole = settle(output_tokens)
  if (breakAnswer(reply, fault, JSON.stringify(message))) return reply
  reply.raw.once('finish', isWhole)
  return reply.code(200).headers(headers()).send(message)
}

/** Drawn by the number of the request, so that a run can be repeated whatever came in at once. */
function timesOf({ options, randomOf }: Simulation, number: number) {
  const { latencyMs = 0, latency } = options
  const random = randomOf('message', number)
  return {
    firstByteMs: latencyMs + (latency?.firstByte?.(random) ?? 0),
    perTokenMs: latency?.perOutputToken?.(random) ?? 0,
  }
}
