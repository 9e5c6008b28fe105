import { asArray, asObject, type JsonObject } from './json.ts'

/** The members of a list that are objects; none where it is no list. */
export function objectsIn(value: unknown): JsonObject[] {
  const objects: JsonObject[] = []
  for (const member of asArray(value)) {
    const object = asObject(member)
    if (object !== undefined) objects.push(object)
  }
  return objects
}
