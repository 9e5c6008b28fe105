import {
  type CanonicalSession,
  type Carries,
  SESSION_SCHEMA,
  type SessionEvent,
} from '../../canonical-session.ts'
import { freshInput } from '../../fresh-input.ts'
import { asArray, asCount, asObject, asString, type JsonObject } from '../../json.ts'
import { mostFrequent } from '../../most-frequent.ts'
import type { DocumentFold } from '../../reader.ts'
import { soundId } from '../../sound-id.ts'
import { headOf, storable } from '../../text.ts'
import { createTimeSpan } from '../../time.ts'
import { createUnknown } from '../../unknown.ts'
import { createSteps, stepTime } from './steps.ts'

const knownMembers = new Set([
  'schema_version',
  'session_id',
  'trajectory_id',
  'agent',
  'notes',
  'final_metrics',
  'continued_trajectory_ref',
  'subagent_trajectories',
  'extra',
])

/** Nested sub-agents are followed so far. */
const MAX_DEPTH = 20

/** Reads a trajectory in Harbor's interchange format, step by step; holds the canonical session and no more. */
export function createAtifFold(): DocumentFold {
  const { count, counts } = createUnknown()
  const steps = createSteps(count)
  const span = createTimeSpan()
  const models = new Map<string, number>()
  const events: SessionEvent[] = []
  const members = new Map<string, unknown>()
  let sidechains: SessionEvent[] | undefined
  let entries = 0

  const modelOf = (trajectory: JsonObject | undefined) => asString(asObject(trajectory?.agent)?.model_name)

  function subAgents(value: unknown, depth: number): void {
    for (const one of asArray(value)) {
      const trajectory = asObject(one)
      if (trajectory === undefined || depth > MAX_DEPTH) count('entry:sub-agent')
      for (const step of asArray(trajectory?.steps)) {
        for (const event of steps.read(step, modelOf(trajectory), true)) sidechains?.push(event)
      }
      if (depth <= MAX_DEPTH && trajectory !== undefined)
        subAgents(trajectory.subagent_trajectories, depth + 1)
    }
  }

  return {
    member(name, value) {
      if (!knownMembers.has(name)) return count('member:', name)
      entries += 1
      if (name === 'subagent_trajectories' && Array.isArray(value)) {
        sidechains = []
        subAgents(value, 1)
      } else members.set(name, value)
    },
    element(value) {
      entries += 1
      const step = asObject(value)
      const found = steps.read(value, undefined, false)
      if (step?.is_copied_context !== true && (step?.source === 'user' || step?.source === 'agent')) {
        span.add(stepTime(step))
      }
      for (const event of found) events.push(event)
    },
    finish(name) {
      const agent = asObject(members.get('agent'))
      const defaultModel = asString(agent?.model_name)
      const named = events.map((event) => withModel(event, defaultModel))
      for (const event of named) {
        if (event.type === 'modelCall') models.set(event.model, (models.get(event.model) ?? 0) + 1)
      }
      const all = withTotals(
        [...named, ...(sidechains ?? [])],
        steps.hasUsage(),
        members.get('final_metrics'),
      )
      const carries: Carries[] = ['agentText', 'actionInputs', 'modelCalls']
      if (steps.tellsErrors()) carries.push('actionResults')
      if (sidechains !== undefined) carries.push('sidechains')
      if (all.some((event) => event.type === 'modelCall' && event.usage !== null)) carries.push('usage')
      const agentName = asString(agent?.name)
      const session: CanonicalSession = {
        schema: SESSION_SCHEMA,
        source: 'atif-json',
        externalId: externalIdOf(members, name),
        agent: agentName === undefined ? null : storable(headOf(agentName, 100)),
        entrypoint: null,
        project: null,
        headless: false,
        ...span.read(),
        mainModel: mostFrequent(models),
        carries,
        events: all,
      }
      return { session, unknown: counts(), entries }
    },
  }
}

/** A step that names no model is of its agent's, which may be told after the steps. */
function withModel(event: SessionEvent, model: string | undefined): SessionEvent {
  if (event.type !== 'modelCall' || event.model !== 'unknown' || model === undefined) return event
  return { ...event, model: storable(headOf(model, 200)) }
}

/** Where no step tells its tokens, the totals of the trajectory stand with its first model message. */
function withTotals(events: SessionEvent[], hasUsage: boolean, final: unknown): SessionEvent[] {
  const totals = asObject(final)
  const first = events.findIndex(({ type }) => type === 'modelCall')
  const event = events[first]
  if (hasUsage || event?.type !== 'modelCall' || typeof totals?.total_prompt_tokens !== 'number')
    return events
  const usage = {
    input: freshInput(asCount(totals.total_prompt_tokens), asCount(totals.total_cached_tokens)),
    output: asCount(totals.total_completion_tokens),
    cacheRead: asCount(totals.total_cached_tokens),
    cacheCreation: 0,
  }
  return events.with(first, { ...event, usage })
}

/** Since version 1.7 a session's id is its run's, which several documents share, and `trajectory_id` the document's. */
function externalIdOf(members: ReadonlyMap<string, unknown>, name: string | undefined): string {
  const session = soundId(members.get('session_id'))
  const trajectory = soundId(members.get('trajectory_id'))
  const own = [session, trajectory === session ? undefined : trajectory].filter((id) => id !== undefined)
  if (own.length === 0) return storable(headOf(name === undefined || name === '' ? 'unnamed' : name, 200))
  return storable(headOf(own.map((id) => headOf(id, 99)).join('/'), 200))
}
