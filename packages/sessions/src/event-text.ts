import { MAX_EVENT_TEXT } from './canonical-session.ts'
import { cutMiddle, storable } from './text.ts'

/** A text as an event keeps it: bounded, cut in its middle, and such as Postgres takes. */
export const eventText = (text: string): string => storable(cutMiddle(text, MAX_EVENT_TEXT))
