import type { SessionEvent } from '@fieldwork/sessions'

/** The person's words in one prompt or steer. */
export type Words = {
  /** Position among the session's events. */
  readonly index: number
  /** Their own sentences: no pasted plan, no long paste, no bare slash command. */
  readonly own: string
  /** A plan that was pasted or accepted, else empty. */
  readonly plan: string
  /** The name of a slash command, else empty. */
  readonly command: string
}

const planOpening = /^\s*implement the following plan:?/i

/** The first part of a pasted text says what it is about; its body is not the person's. */
const PASTE = 1_500

/** What the person said, in order, interruptions and what tools wrote left out. */
export function wordsOf(events: readonly SessionEvent[]): Words[] {
  return events.flatMap((event, index) => {
    if (event.type !== 'prompt' && event.type !== 'steer') return []
    if (planOpening.test(event.text)) {
      return [{ index, own: '', plan: event.text.replace(planOpening, '').slice(0, PASTE), command: '' }]
    }
    const [, command = ''] = slashCommand.exec(event.text) ?? []
    return [{ index, own: event.text.replace(slashCommand, '').trim().slice(0, PASTE), plan: '', command }]
  })
}

/** A command's name is a tool's word; what follows it is the person's. */
const slashCommand = /^\s*\/([a-z][\w:.-]*)(?=\s|$)/i

const bareAssent =
  /^(ok(ay)?|y(es|eah|ep|up)?|sure|go( ahead| for it)?|continue|proceed|do (it|that)|sounds good|please do|next|resume|try again|retry|done|approved?|lgtm|1|2|3|a|b|c)\b[\s.,!:)]*(please|go ahead|do it|that|it|for it|continue|proceed|now|thanks?)?[\s.!]*$/i

/** Whether a prompt only lets the agent go on. */
export const isAssent = (own: string) => own === '' || bareAssent.test(own.trim())

/** A result that is not accepted, outright. */
export const rejects = (own: string) =>
  /\b(still (not|does ?n.?t|is ?n.?t|do ?n.?t|wrong|broken|fail\w*|seeing|see|getting|get|the same|missing|there|have)|(is|are|was) still\b|not what i (asked|want|meant)|that'?s (wrong|incorrect|not (right|correct|what|it|true))|this is (wrong|incorrect|not (right|correct))|you (broke|deleted|removed|ignored|forgot|missed|should ?n.?t have)|revert (this|that|it|your|the)|undo (this|that|it|your|the)|why (did|are|would) you|stop (doing|changing|committing|it)|made it worse|again\?!|doesn'?t work (again|still|yet)|no,? (that|this|it|you|don'?t|stop|not)\b)/i.test(
    own,
  )

/** A mild correction, or the next defect. */
export const corrects = (own: string) =>
  /^(no\b|nope|wait|hm+|actually|but\b|not (quite|really)|instead)|\b(should (be|have|not)|shouldn'?t|instead of|rather than|you (need|have) to|doesn'?t (work|seem|look|show|do)|does not|isn'?t|not working|does ?n.?t|wrong|incorrect|i (said|meant|asked)|there (is|are) (still|an? (error|issue|problem|bug))|error|fails?\b|failing|broken|missing|too (long|short|big|small|slow|much|many))/i.test(
    own.slice(0, 400),
  )

/** Anger, or plain rejection of the whole. */
export const complains = (own: string) =>
  /\b(wtf|ffs|terrible|awful|useless|garbage|horrible|ridiculous|waste of (time|my)|frustrat\w+|give up|giving up|forget it|never ?mind|this is not working|nothing works|completely wrong|i'?ll do it myself|unacceptable|fuck\w*|shit|damn)\b|!!!/i.test(
    own,
  )

/** The person says that it works, or thanks. */
export const affirms = (own: string) =>
  /\b(thanks?|thank you|thx|perfect|excellent|great|awesome|brilliant|amazing|lovely|love it|well done|nice( work| job)?|works (now|great|well|fine|perfectly|as expected)|it works|that works|working now|looks? (good|great|right|correct|perfect)|lgtm|exactly what|all good|that'?s it|confirmed?)\b/i.test(
    own.slice(0, 300),
  ) && !rejects(own)

/** Asks to be told, not to have something done. */
export const asks = (own: string) =>
  /^\s*(what|how|why|where|when|which|who|is|are|does|do|did|was|were|has|have|explain|describe|tell me|show me|walk me|help me understand)\b|\?\s*$/i.test(
    own,
  )

/** The agent says itself that it did not get there. */
export const admitsFailure = (text: string) =>
  /\b(unable to|(could|can|was|were) ?(not|n['’]t) (able to )?(fix|complete|finish|resolve|reproduce|find|get|make|verify|figure)|still (fail\w*|broken|not working|unresolved|red)|did ?(not|n['’]t) (work|succeed|fix|resolve)|(remains?|left) (broken|unfixed|unresolved|unfinished|failing)|tests? (still |are )*fail(s|ing)?\b|gave up|giving up|not (yet )?(working|complete|finished|done))/i.test(
    text,
  )
