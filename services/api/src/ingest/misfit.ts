import { SessionEvent } from '@fieldwork/sessions'
import { Value } from 'typebox/value'

type SchemaError = { readonly keyword: string; readonly instancePath: string; readonly message: string }
export type Shape = { Errors(value: unknown): readonly SchemaError[] }

/**
 * Which member of a line is wrong, and why, in the words of its schema. Nothing of the line is quoted, the name of a
 * member that is not known no more than what a member holds.
 */
export function misfitOf(shape: Shape, line: unknown): string {
  const error = first(shape.Errors(line))
  const place = error?.instancePath.match(/^\/session\/events\/\d+/)?.[0]
  if (place === undefined) return tell('', error)
  // Of the errors of a union most tell of the kinds of event that were not meant.
  const event: unknown = Value.Pointer.Get(line, place)
  const type = typeof event === 'object' && event !== null && 'type' in event ? event.type : undefined
  const kind = SessionEvent.anyOf.find(({ properties }) => properties.type.const === type)
  if (kind === undefined) return `${place} is of no type that is known`
  return tell(place, first(Value.Errors(kind, event)))
}

/** The first error but those that bear the name of an unknown member, whose parent has an error of its own. */
const first = (errors: readonly SchemaError[]) => errors.find(({ keyword }) => keyword !== 'boolean')

const tell = (place: string, error: SchemaError | undefined) =>
  `${place}${error?.instancePath ?? ''} ${error?.message ?? 'does not fit'}`.trimStart()
