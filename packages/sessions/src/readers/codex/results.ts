import { asObject, asString, parseJson } from '../../json.ts'

/** How far into an output its own lines reach; what follows is what the command printed. */
const HEAD = 400

/** What the tool answers in place of an output when a call went wrong before it could have one. */
const failures = [
  /^aborted\b/,
  /^[a-z_.]+ (?:verification )?failed\b/i,
  /^failed to /i,
  /^unsupported (?:custom tool )?call\b/i,
  /^(?:exec(?:_command|ution)?|sandbox|tool call|collab \w+) (?:error|denied|rejected|failed)\b/i,
  /^(?:exec command|patch) rejected\b/i,
  /^rejected\b/i,
  /^command timed out\b/i,
  /^script failed\b/i,
  /^err(?:or)?: /i,
]

/**
 * Whether a call's output says that it failed: by its exit code, by `success` or `isError`, or by the tool's own words.
 * An output is a text with some lines of the tool before what a command printed, a JSON object as text (first versions and MCP),
 * an object with `content`, or a list of blocks.
 */
export function isFailure(output: unknown): boolean {
  const object = asObject(output)
  if (object !== undefined) {
    if (object.success === false) return true
    return object.success !== true && isFailure(object.content ?? '')
  }
  if (Array.isArray(output)) return isFailure(asString(asObject(output[0])?.text) ?? '')
  const text = asString(output) ?? ''
  if (text.startsWith('{')) {
    const parsed = asObject(parseJson(text))
    const exitCode = asObject(parsed?.metadata)?.exit_code
    if (typeof exitCode === 'number') return exitCode !== 0
    if (parsed !== undefined && (parsed.isError === true || parsed.success === false)) return true
    return false
  }
  const start = text.slice(0, HEAD)
  const printed = start.search(/^(?:Output|Total output lines):?/m)
  const own = printed === -1 ? start : start.slice(0, printed)
  const exit = /^(?:Process exited with code|Exit code:) (-?\d+)/m.exec(own)
  if (exit !== null) return exit[1] !== '0'
  return failures.some((failure) => failure.test(own))
}

/** What an output says, as a text or a list of blocks. */
export function contentOfOutput(output: unknown): unknown {
  const object = asObject(output)
  if (object !== undefined) return object.content
  const text = asString(output)
  if (text?.startsWith('{"output":') !== true) return output
  return asString(asObject(parseJson(text))?.output) ?? output
}

/** Whether the recorded result of an MCP call is an error. */
export function isMcpFailure(result: unknown): boolean {
  const of = asObject(result)
  return of !== undefined && ('Err' in of || asObject(of.Ok)?.isError === true || of.isError === true)
}
