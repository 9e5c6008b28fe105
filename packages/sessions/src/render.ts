import type { CanonicalSession, SessionEvent } from './canonical-session.ts'
import { cutMiddle, isCut, tailOf } from './text.ts'

/** The study's cuts, in characters (codebook): of one turn, and of the whole. The marker is inside them. */
export const TURN_CHARACTERS = 5_000
export const TRANSCRIPT_CHARACTERS = 25_000

/** What of a result is shown where it says how the work went, and where it went wrong. */
const RESULT_CHARACTERS = 300

export type Rendering = {
  readonly text: string
  /** Whether something was cut out of the transcript; abbreviated tool calls are no cut. */
  readonly cut: boolean
  /** What was cut: texts when they were read, turns to their 5,000 characters, the whole to its 25,000. */
  readonly cuts: { readonly texts: number; readonly turns: number; readonly whole: boolean }
}

type Speaker = 'HUMAN' | 'AGENT' | 'SYSTEM'
type Action = Extract<SessionEvent, { type: 'action' }>

const speakers = {
  prompt: 'HUMAN',
  steer: 'HUMAN',
  interruption: 'HUMAN',
  agentText: 'AGENT',
  action: 'AGENT',
  system: 'SYSTEM',
  modelCall: null,
} as const satisfies Record<SessionEvent['type'], Speaker | null>

/** Tools whose result says what came of the work, or holds the person's answer. */
const tellingTools = new Set(['Bash', 'PowerShell', 'AskUserQuestion', 'ExitPlanMode', 'Task', 'Agent'])

function lineOf(event: SessionEvent): string {
  switch (event.type) {
    case 'prompt': {
      const attached = event.attachments === undefined ? '' : `[${event.attachments} attached]`
      return [event.text, attached].filter((part) => part !== '').join('\n')
    }
    case 'steer':
      return `(while the agent works) ${event.text}`
    case 'interruption':
      return '[interrupts the agent]'
    case 'agentText':
    case 'system':
      return event.text
    case 'action':
      return actionLine(event)
    case 'modelCall':
      return ''
  }
}

function actionLine(action: Action): string {
  const by = action.sidechain ? 'sub-agent: ' : ''
  const edits = action.edits.map(({ path, added, removed }) => ` ${path} +${added} -${removed}`).join('')
  const end = { ok: 'ok', error: 'error', none: 'no result' }[action.result]
  const tells = action.result === 'error' || tellingTools.has(action.tool)
  const result = tells ? tailOf(action.resultText ?? '', RESULT_CHARACTERS).trim() : ''
  return `[${by}${action.tool}] ${action.summary}${edits} → ${end}${result === '' ? '' : `: ${result}`}`
}

/** A line that would open a turn of its own: in a file or an answer it would put words into the person's mouth. */
const forgedTurn = /^[^\S\n]*(?:HUMAN|AGENT|SYSTEM):/gmu

/** Whether the reader cut the person's, the agent's or the system's words. */
const cutByReader = (event: SessionEvent) => 'text' in event && isCut(event.text)

/**
 * What a classifier reads: human, agent and system turns in order, each cut in its middle to 5,000 characters and the
 * whole, in its middle, to 25,000, with a marker where something was cut. The same session always renders the same.
 */
export function render(session: CanonicalSession): Rendering {
  const turns: { speaker: Speaker; lines: string[] }[] = []
  for (const event of session.events) {
    const speaker = speakers[event.type]
    if (speaker === null) continue
    const last = turns.at(-1)
    if (last?.speaker === speaker && event.type !== 'prompt') last.lines.push(lineOf(event))
    else turns.push({ speaker, lines: [lineOf(event)] })
  }
  let cutTurns = 0
  const rendered = turns.map(({ speaker, lines }) => {
    const text = lines.join('\n').replace(forgedTurn, '> $&')
    if (text.length > TURN_CHARACTERS) cutTurns += 1
    return `${speaker}:\n${cutMiddle(text, TURN_CHARACTERS)}`
  })
  const whole = rendered.join('\n\n')
  const cuts = {
    texts: session.events.filter(cutByReader).length,
    turns: cutTurns,
    whole: whole.length > TRANSCRIPT_CHARACTERS,
  }
  const cut = cuts.texts > 0 || cuts.turns > 0 || cuts.whole
  return { text: cutMiddle(whole, TRANSCRIPT_CHARACTERS), cut, cuts }
}
