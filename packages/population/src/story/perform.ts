import { chance, integer, pick, type Random, uniform } from '../random.ts'
import { type PlacedCall, toolUse, writeResult } from '../transcript/calls.ts'
import { createNoise, type Noise } from '../transcript/noise.ts'
import {
  writeBareOpening,
  writeCompaction,
  writeInterruption,
  writePrompt,
  writeSteer,
} from '../transcript/prompts.ts'
import type { JsonObject, Writer } from '../transcript/writer.ts'
import { explanationsOf, remarksOf } from '../words/agent-prose.ts'
import { closingAnswers, doneAnswers, lessons, replies } from '../words/answers.ts'
import { bareOpening } from '../words/bare-openings.ts'
import { nextKind } from '../words/follow-ups.ts'
import { drawMatter } from '../words/matter.ts'
import { compose, type Piece, pieceOf } from '../words/pieces.ts'
import { callFor, carriesText, type Scene } from './calls.ts'
import type { Deed } from './deeds.ts'
import type { Turn } from './plot.ts'
import { calledOutText, promptOf } from './speech.ts'

/** Shares of messages: with thinking, with a remark before a call, with more than one call. */
const THINKS = 0.25
const REMARKS = 0.4
const SECOND_CALL = 0.2
const THIRD_CALL = 0.06
/** How much of what is written stands in the inputs of calls, where there are such. */
const IN_CALLS = 0.78
/** A remark is never longer, in words. */
const LONGEST_REMARK = 120
const LONGEST_IDLE_HOURS = 20

/** Writes a session, turn by turn. */
export function perform(random: Random, writer: Writer, scene: Scene, plot: readonly Turn[]): void {
  const noise = createNoise(random, writer)
  noise.start()
  let calls = 0
  let now = scene
  for (const [index, turn] of plot.entries()) {
    if (index > 0) writer.pass(idleSeconds(random))
    // What comes next is about something else of the same project; a reaction is about what was done.
    if (turn.purpose === 'next' || turn.purpose === 'wander') {
      now = { ...scene, matter: drawMatter(random, scene.matter.domain) }
    }
    open(random, writer, now, turn, index === 0)
    noise.afterPrompt()
    if (turn.ending === 'silence') continue
    calls = work(random, writer, noise, now, turn, calls)
    noise.afterTurn(20 + turn.deeds.length * 6)
    if (writer.isFull()) writeCompaction(writer, `So far: ${scene.matter.feature}.`)
  }
}

/** Between half a minute and ten, sometimes a night. */
const idleSeconds = (random: Random): number =>
  chance(random, 0.04) ? integer(random, 1, LONGEST_IDLE_HOURS) * 3_600 : integer(random, 30, 600)

function open(random: Random, writer: Writer, { truth, matter }: Scene, turn: Turn, isFirst: boolean): void {
  if (isFirst && truth.expertise === 'unclear') writeBareOpening(writer, bareOpening(truth, matter))
  else writePrompt(random, writer, promptOf(random, turn, truth, matter), matter.file, isFirst)
}

/** The agent's part of a turn; gives how many calls the session has now. */
function work(
  random: Random,
  writer: Writer,
  noise: Noise,
  scene: Scene,
  turn: Turn,
  before: number,
): number {
  const { deeds, ending } = turn
  const quota = quotas(random, turn)
  let left = turn.words
  let number = before
  let steered = turn.calledOut === null
  for (let index = 0; index < deeds.length; ) {
    const group = deeds.slice(index, index + callsTogether(random))
    index += group.length
    const isLast = index === deeds.length
    const remark = chance(random, REMARKS) ? remarkFor(random, scene, quota.remark) : null
    const placed = group.map((deed): PlacedCall => {
      number += 1
      const call = callFor(random, deed, scene, quota.call(deed), number)
      return { call, id: writer.ids.call(), fails: deed.fails }
    })
    noise.beforeMessage()
    const assistant = say(random, writer, remark, placed)
    left -= (remark?.words ?? 0) + placed.reduce((sum, { call }) => sum + call.words, 0)
    for (const one of placed) {
      const stops = isLast && one === placed.at(-1)
      if (stops && ending === 'call unanswered') writer.tally.unanswered()
      else writeResult(random, writer, noise, one, assistant, stops && ending === 'call refused')
    }
    if (!steered && turn.calledOut !== null) {
      writeSteer(random, writer, calledOutText(random, turn.calledOut, scene.truth, scene.matter))
      steered = true
    }
  }
  end(random, writer, scene, turn, left)
  return number
}

/** How many words each call that carries text is to have, and each remark. */
function quotas(random: Random, { deeds, words }: Turn) {
  const carriers = deeds.filter(carriesText).length
  const inCalls = carriers === 0 ? 0 : (words * IN_CALLS) / carriers
  const inRemarks = deeds.length === 0 ? 0 : (words * (carriers === 0 ? 0.6 : 0.1)) / (deeds.length * REMARKS)
  return {
    remark: Math.min(LONGEST_REMARK, inRemarks),
    call: (deed: Deed) => (carriesText(deed) ? inCalls * (0.5 + uniform(random)) : 0),
  }
}

const callsTogether = (random: Random): number =>
  chance(random, SECOND_CALL) ? 2 : chance(random, THIRD_CALL) ? 3 : 1

const remarkFor = (random: Random, { matter }: Scene, words: number): Piece =>
  words < 12
    ? pick(random, remarksOf(matter.domain))
    : compose(random, explanationsOf(matter.domain), words, ' ')

/** A model message: perhaps a thought, a text, calls. */
function say(random: Random, writer: Writer, text: Piece | null, calls: readonly PlacedCall[]): string {
  const blocks: JsonObject[] = []
  if (chance(random, THINKS)) {
    blocks.push({
      type: 'thinking',
      thinking: 'What comes next, and what could go wrong?',
      signature: writer.ids.request(),
    })
  }
  if (text !== null) {
    blocks.push({ type: 'text', text: text.text })
    writer.tally.text(text.words)
  }
  let words = text?.words ?? 0
  for (const placed of calls) {
    blocks.push(toolUse(placed))
    writer.tally.call(placed.call.words)
    words += placed.call.words
  }
  return writer.message(blocks, words)
}

function end(random: Random, writer: Writer, scene: Scene, turn: Turn, left: number): void {
  const { ending } = turn
  if (ending === 'answer') say(random, writer, answerFor(random, scene, turn, left), [])
  if (ending === 'interrupted') say(random, writer, pick(random, remarksOf(scene.matter.domain)), [])
  if (ending === 'interrupted' || ending === 'call refused')
    writeInterruption(writer, ending === 'call refused')
}

function answerFor(random: Random, { truth, matter }: Scene, turn: Turn, left: number): Piece {
  if (turn.purpose === 'thanks' || turn.purpose === 'acknowledgement') {
    return pieceOf(pick(random, replies[turn.purpose])(matter))
  }
  const closing =
    turn.answer === 'done'
      ? pick(random, doneAnswers[nextKind(truth.mode)])(matter)
      : pick(random, closingAnswers[turn.answer])(matter)
  const lesson = truth.expertise === '1' ? `\n\n${pick(random, lessons)(matter)}` : ''
  const last = pieceOf(closing + lesson)
  const room = left - last.words
  if (room < 12) return last
  const body = compose(random, explanationsOf(matter.domain), room, ' ')
  return {
    text: `${body.text}\n\n${last.text}`,
    words: body.words + last.words,
    lines: body.lines + last.lines + 1,
  }
}
