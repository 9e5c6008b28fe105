import { answerText, type PlantedAnswer } from './answers.ts'
import { type Fault, type FaultScript, faultOf } from './faults.ts'
import { message } from './message.ts'
import { blocksOf, type MessageRequest, readMessageRequest } from './message-request.ts'
import type { InputUsage } from './prompt-cache.ts'
import type { TokenBucket } from './token-bucket.ts'

export type Incoming = {
  readonly number: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: unknown
}

/** What is answered: an error, or a message with the fault that may befall it on its way. */
export type Outcome =
  | { readonly status: number; readonly error: string; readonly retryAfterSeconds?: number | undefined }
  | { readonly status: 200; readonly message: object; readonly fault: Fault | null }

export type Responder = {
  readonly keys: readonly string[] | undefined
  readonly faults: FaultScript
  readonly answer: PlantedAnswer | undefined
  readonly bucket: TokenBucket
  readonly useCache: (request: MessageRequest) => InputUsage
}

/** Answers one request as the Messages API would: key, version, scripted fault, rate, request, in this order. */
export function respond(responder: Responder, { number, headers, body }: Incoming): Outcome {
  if (!isAuthorised(headers, responder.keys)) return { status: 401, error: 'invalid x-api-key' }
  const version = headers['anthropic-version']
  if (typeof version !== 'string') return { status: 400, error: 'anthropic-version: header is required' }
  const fault = faultOf(responder.faults, number)
  if (fault?.kind === 'status') return { status: fault.status, error: 'as scripted' }
  if (fault?.kind === 'rate_limited') {
    return { status: 429, error: 'rate limit exceeded', retryAfterSeconds: fault.retryAfterSeconds }
  }
  if (!responder.bucket.take()) {
    const retryAfterSeconds = Math.ceil(responder.bucket.waitMs() / 1_000)
    return { status: 429, error: 'rate limit exceeded', retryAfterSeconds }
  }
  const read = readMessageRequest(body, version)
  if ('refused' in read) return { status: 400, error: read.refused }
  const { request } = read
  const answer = answerText(responder.answer?.(transcriptOf(request)) ?? {})
  const input = responder.useCache(request)
  const id = `msg_sim_${number}`
  return {
    status: 200,
    message: message(id, request.model, answer, request.max_tokens, input, fault),
    fault,
  }
}

function isAuthorised(headers: Incoming['headers'], keys: readonly string[] | undefined): boolean {
  const { authorization, 'x-api-key': apiKey } = headers
  const bearer = /^Bearer (.+)$/.exec(authorization?.toString() ?? '')?.[1]
  const key = bearer ?? apiKey?.toString() ?? ''
  return key !== '' && (keys?.includes(key) ?? true)
}

/** What a request asks about: its cached text, or all of its text where nothing is cached. */
function transcriptOf(request: MessageRequest): string {
  const blocks = blocksOf(request)
  const cached = blocks.filter((block) => block.cache_control !== undefined)
  return (cached.length > 0 ? cached : blocks).map(({ text }) => text).join('\n')
}
