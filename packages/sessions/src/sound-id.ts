const damaged = /redact|^[^a-z0-9]*$|^x+$/i

/** An identifier that identifies; undefined where it is absent, or an earlier redaction put the same word for many. */
export function soundId(value: unknown): string | undefined {
  return typeof value === 'string' && !damaged.test(value) ? value : undefined
}
