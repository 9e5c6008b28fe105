import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'

const PageQuery = Type.Object({
  limit: Type.Optional(Type.String({ pattern: '^([1-9]\\d{0,2}|1000)$' })),
  before_id: Type.Optional(Type.String()),
  after_id: Type.Optional(Type.String()),
})
type PageQuery = Static<typeof PageQuery>
const compiled = Compile(PageQuery)

const DEFAULT_LIMIT = 20

/** A query for a page, or what it is refused for. */
export const readPageQuery = (query: unknown): PageQuery | { readonly refused: string } =>
  compiled.Check(query) ? query : { refused: 'limit: must be from 1 to 1000' }

/**
 * A page of a list: the first of it, those right after `after_id`, or those right before `before_id`. `has_more` is about the
 * direction in which one turns the pages.
 */
export function pageOf<T extends { readonly id: string }>(list: readonly T[], query: PageQuery) {
  const limit = Number(query.limit ?? DEFAULT_LIMIT)
  const at = (id: string) => list.findIndex((one) => one.id === id)
  const isBackwards = query.before_id !== undefined
  const rest =
    query.before_id === undefined
      ? list.slice(query.after_id === undefined ? 0 : at(query.after_id) + 1)
      : list.slice(0, Math.max(0, at(query.before_id)))
  return {
    page: isBackwards ? rest.slice(-limit) : rest.slice(0, limit),
    hasMore: rest.length > limit,
  }
}
