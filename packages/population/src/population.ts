import type { LabelValues } from '@fieldwork/codebook'
import type { Telemetry } from '@fieldwork/sessions'
import { drawPerson, type Person, type SessionsPerPerson } from './person.ts'
import { type Random, sources } from './random.ts'
import { materialsOf } from './story/materials.ts'
import { perform } from './story/perform.ts'
import { plotOf } from './story/plot.ts'
import { drawUuid } from './transcript/ids.ts'
import { drawSetting } from './transcript/setting.ts'
import { createWriter } from './transcript/writer.ts'
import { drawTruth } from './truth/truth.ts'
import { monthsOf, type Window } from './window.ts'
import { domainOf } from './words/domains.ts'
import { drawMatter } from './words/matter.ts'

export type PopulationOptions = {
  /** A whole number of 32 bits. The same seed gives the same population, to the byte. */
  readonly seed: number
  readonly people: number
  /** `several` where absent. */
  readonly sessionsPerPerson?: SessionsPerPerson
  /** First and last month; the study's where absent. */
  readonly window?: Window
  /**
   * Multiplies the actions and words per turn; 1 where absent, as planted. Small values make small transcripts, whose
   * intensity is not the study's.
   */
  readonly intensity?: number
}

/** One session with what is true of it. */
export type PlantedSession = {
  /** An invented address under example.org. */
  readonly person: string
  readonly sessionId: string
  /** What a perfect annotator would answer, to every classifier. */
  readonly truth: LabelValues
  /** What a reader has to count. */
  readonly telemetry: Telemetry
  /** Claude Code's JSONL. */
  readonly transcript: string
}

/**
 * Generates a population of people and their sessions, one after another, person by person. Only one session is held at a
 * time, and none hangs on those that follow: with more people the first ones stay the same. Throws a RangeError for options
 * that are no counts, months or positive factors.
 */
export function* generatePopulation(options: PopulationOptions): Generator<PlantedSession> {
  const { intensity = 1 } = options
  if (!(intensity > 0)) throw new RangeError(`the intensity is no positive number: ${intensity}`)
  for (const { random, person, startsAt, position } of drawSessions(options)) {
    yield generateSession(random, person, startsAt, position, intensity)
  }
}

/** How many sessions the population has, without generating them: for the progress of whoever does. */
export function countSessions(options: PopulationOptions): number {
  let sessions = 0
  for (const _ of drawSessions(options)) sessions += 1
  return sessions
}

type DrawnSession = {
  readonly random: Random
  readonly person: Person
  readonly startsAt: number
  readonly position: number
}

function* drawSessions(options: PopulationOptions): Generator<DrawnSession> {
  const { seed, people, sessionsPerPerson = 'several' } = options
  requireCount('people', people)
  if (!Number.isInteger(seed)) throw new RangeError(`the seed is no whole number: ${seed}`)
  if (typeof sessionsPerPerson === 'number') requireCount('sessionsPerPerson', sessionsPerPerson)
  const months = monthsOf(options.window)
  const nextSource = sources(seed)
  for (let index = 0; index < people; index += 1) {
    const person = drawPerson(nextSource(), index, months, sessionsPerPerson)
    for (const { startsAt, position } of person.sessions) {
      yield { random: nextSource(), person, startsAt, position }
    }
  }
}

function requireCount(name: string, value: number): void {
  if (!Number.isInteger(value) || value < 0) throw new RangeError(`${name} is no count: ${value}`)
}

function generateSession(
  random: Random,
  person: Person,
  startsAt: number,
  position: number,
  intensity: number,
): PlantedSession {
  const truth = drawTruth(random, person, position, intensity)
  const matter = drawMatter(random, domainOf(person, truth))
  const sessionId = drawUuid(random)
  const setting = drawSetting(random, sessionId, person, matter.domain, truth.codebase, startsAt)
  const writer = createWriter(random, setting)
  const scene = {
    truth,
    matter,
    materials: materialsOf(truth, matter),
    cwd: setting.cwd,
    email: person.email,
  }
  perform(random, writer, scene, plotOf(random, truth))
  return { person: person.email, sessionId, truth: truth.labels, ...writer.finish() }
}
