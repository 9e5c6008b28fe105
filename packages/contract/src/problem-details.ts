import { type Static, Type } from 'typebox'

/** RFC 9457 problem details, media type application/problem+json. */
export const ProblemDetails = Type.Object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  detail: Type.String(),
  code: Type.String(),
  remedy: Type.String(),
  instance: Type.Optional(Type.String()),
})

export type ProblemDetails = Static<typeof ProblemDetails>
