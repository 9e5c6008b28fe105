/** Members of JSON values whose shape nobody promises: what is not of the wanted type is undefined. */
export type JsonObject = { readonly [member: string]: unknown }

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const asObject = (value: unknown): JsonObject | undefined => (isObject(value) ? value : undefined)
export const asArray = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
export const asString = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined
export const asCount = (value: unknown): number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : 0

/** The JSON value of a text, or undefined where it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
