import { chance, choose, integer, normal, type Random, split } from '../random.ts'
import type { Truth } from '../truth/truth.ts'
import { type Deed, type DeedKind, deedKinds, paletteOf } from './deeds.ts'
import { type Evidence, evidenceFor, type Reaction } from './evidence.ts'

/** What a prompt is for. */
type Purpose = 'open' | 'next' | 'assent' | 'commit' | 'wander' | Reaction

/** How a turn ends: an answer, or a session that breaks off or is stopped. */
type Ending = 'answer' | 'interrupted' | 'call refused' | 'call unanswered' | 'silence'

export type Turn = {
  readonly purpose: Purpose
  readonly deeds: readonly Deed[]
  /** What the agent is to write in it. */
  readonly words: number
  readonly ending: Ending
  /** Said while the agent works. */
  readonly calledOut: Reaction | 'remark' | null
  readonly answer: Evidence['answer']
}

/** Shares of sessions; the shape of real ones. */
const STEERED = 0.16
const STOPPED_BEFORE_REACTION = 0.45

/** How short a reply to thanks is, and a plain turn at least. */
const REPLY_WORDS = 12
const LEAST_WORDS = 20

/** Tells a session turn by turn. */
export function plotOf(random: Random, truth: Truth): readonly Turn[] {
  const evidence = evidenceFor(random, truth)
  const purposes = purposesOf(random, truth, evidence)
  const lastWorking = purposes.findLastIndex(isWorking)
  const broken = evidence.brokenOff ? brokenEnding(random, purposes.length) : 'answer'
  const works = purposes.map(
    (purpose, index) => isWorking(purpose) && !(broken === 'silence' && isLast(purposes, index)),
  )
  const specials = specialsOf(random, truth, evidence)
  const fillers = Math.max(0, truth.intensity.actions - specials.first.length - specials.last.length)
  const weights = works.map((working) => (working ? Math.exp(0.6 * normal(random)) : 0))
  const finalsIn = works[lastWorking] === true ? lastWorking : works.lastIndexOf(true)
  const counts = split(fillers, weights, 0)
  const words = split(
    Math.max(LEAST_WORDS * purposes.length, truth.intensity.words),
    works.map((working, index) => (working ? (counts[index] ?? 0) + 2 : 0)),
    REPLY_WORDS,
  )
  const steerIn = chance(random, STEERED) ? integer(random, 0, purposes.length - 1) : -1
  const palette = paletteOf(truth)
  const draw = (): Deed => ({ kind: choose(random, deedKinds, palette), fails: false })
  return purposes.map((purpose, index) => {
    const own = Array.from({ length: counts[index] ?? 0 }, draw)
    const start = index === 0 ? specials.first : []
    const end = index === finalsIn ? specials.last : []
    const planned = endingOf(random, purposes, index, broken)
    // Only a call that the story does not hang on is stopped.
    const ending =
      planned.startsWith('call') && (own.length === 0 || end.length > 0) ? 'interrupted' : planned
    return {
      purpose,
      deeds: [...start, ...own, ...end],
      words: words[index] ?? LEAST_WORDS,
      ending,
      calledOut:
        index === 0 && evidence.calledOut !== null
          ? evidence.calledOut
          : index === steerIn && own.length > 1 && truth.expertise !== 'unclear'
            ? 'remark'
            : null,
      answer: isLast(purposes, index) || index === lastWorking ? evidence.answer : 'done',
    }
  })
}

const isLast = (purposes: readonly Purpose[], index: number) => index === purposes.length - 1
const isWorking = (purpose: Purpose) => purpose !== 'thanks' && purpose !== 'acknowledgement'

function purposesOf(random: Random, truth: Truth, evidence: Evidence): readonly Purpose[] {
  const wanders = truth.result.outcome === 'no_clear_goal'
  const purposes: Purpose[] = ['open']
  const closing = evidence.closing === null ? [] : [evidence.closing]
  const between = truth.intensity.turns - 1 - closing.length
  const reactsAt = evidence.onTheWay === null ? -1 : integer(random, 0, between - 1)
  const commits = evidence.finals.some(({ kind }) => kind === 'commit') && chance(random, 0.4)
  for (let index = 0; index < between; index += 1) {
    if (index === reactsAt && evidence.onTheWay !== null) purposes.push(evidence.onTheWay)
    else if (wanders) purposes.push('wander')
    else if (commits && index === between - 1) purposes.push('commit')
    else purposes.push(truth.expertise === 'unclear' || chance(random, 0.2) ? 'assent' : 'next')
  }
  return [...purposes, ...closing]
}

/** Deeds that the story asks for, at the start of the first turn and at the end of the last that does something. */
function specialsOf(
  random: Random,
  truth: Truth,
  evidence: Evidence,
): { readonly first: readonly Deed[]; readonly last: readonly Deed[] } {
  const does = (kind: DeedKind): Deed => ({ kind, fails: false })
  const { mode, codebase, writes, expertise, occupation, intensity } = truth
  const first: Deed[] = []
  if (occupation !== 'unclear' && (intensity.actions > 2 || expertise === 'unclear'))
    first.push(does('instructions'))
  for (let error = 0; error < evidence.errors; error += 1) {
    first.push({ kind: codebase === 'none' ? failingElsewhere(mode) : 'read', fails: true })
  }
  if (writes) first.push(does(codebase === 'from_scratch' ? 'create' : 'edit'))
  else if (codebase === 'modify_existing') first.push(does('editByShell'))
  const presents = mode === 'plan' && !writes && codebase !== 'none' && chance(random, 0.6)
  return { first, last: [...(presents ? [does('presentPlan')] : []), ...evidence.finals] }
}

const failingElsewhere = (mode: Truth['mode']): DeedKind =>
  mode === 'operate' ? 'operate' : mode === 'analyse' ? 'script' : 'web'

function brokenEnding(random: Random, turns: number): Ending {
  if (turns > 1 && chance(random, 0.3)) return 'silence'
  return chance(random, 0.5) ? 'interrupted' : chance(random, 0.5) ? 'call unanswered' : 'call refused'
}

function endingOf(random: Random, purposes: readonly Purpose[], index: number, broken: Ending): Ending {
  if (isLast(purposes, index)) return broken
  const next = purposes[index + 1]
  const isBad = next === 'rejection' || next === 'complaint' || next === 'correction'
  if (!isBad || !chance(random, STOPPED_BEFORE_REACTION)) return 'answer'
  return chance(random, 0.5) ? 'interrupted' : 'call refused'
}
