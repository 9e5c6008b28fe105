const unsupported = [
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'maxItems',
  'uniqueItems',
]

/** What structured output does not take in a schema, or null. */
export function schemaFault(schema: unknown, path: string): string | null {
  if (typeof schema !== 'object' || schema === null) return null
  if ('type' in schema && schema.type === 'object') {
    if (!('additionalProperties' in schema) || schema.additionalProperties !== false) {
      return `${path}: 'additionalProperties' must be explicitly set to false`
    }
  }
  const keyword = path.endsWith('.properties') ? undefined : unsupported.find((name) => name in schema)
  if (keyword !== undefined) return `${path}: property '${keyword}' is not supported`
  for (const [name, inside] of Object.entries(schema)) {
    const fault = schemaFault(inside, `${path}.${name}`)
    if (fault !== null) return fault
  }
  return null
}
