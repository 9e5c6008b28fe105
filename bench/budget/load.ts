import type { Anthropic } from '@anthropic-ai/sdk'

/** Tokens as the simulator counts them: four characters are one. */
const CHARACTERS_PER_TOKEN = 4
/** A session at the study's cut and its questions, as the annotator sends them: one call for each. */
const TRANSCRIPT_TOKENS = 6_500
const QUESTION_TOKENS = 250
export const QUESTIONS = 9
export const ANSWER_TOKENS = 60

const filler = 'The agent reads the file, changes two lines and runs the tests again. '
const text = (start: string, tokens: number) =>
  start.padEnd(tokens * CHARACTERS_PER_TOKEN, filler).slice(0, tokens * CHARACTERS_PER_TOKEN)

export const answerText = () => text('', ANSWER_TOKENS)

const MODEL = 'claude-sonnet-4-6'

/** The least that can be asked. */
export const smallRequest: Anthropic.MessageCreateParamsNonStreaming = {
  model: MODEL,
  max_tokens: 1,
  messages: [{ role: 'user', content: '.' }],
}

/** One call about a session: its transcript is cached, so that only the first call pays for it. */
export const requestOf = (session: string, question: number): Anthropic.MessageCreateParamsNonStreaming => ({
  model: MODEL,
  max_tokens: 1_000,
  messages: [
    {
      role: 'user',
      content: [
        { type: 'text', text: text(session, TRANSCRIPT_TOKENS), cache_control: { type: 'ephemeral' } },
        { type: 'text', text: text(`Question ${question}.`, QUESTION_TOKENS) },
      ],
    },
  ],
})

/** Fresh input that a call is expected to take. */
export const freshTokens = (question: number) =>
  question === 0 ? TRANSCRIPT_TOKENS + QUESTION_TOKENS : QUESTION_TOKENS
