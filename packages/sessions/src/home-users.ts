const PLACEHOLDER = '[REDACTED:home-user]'

/** A user's name after `before`, which stays. Names of no one: folders that macOS and Windows put beside the users'. */
const named = (before: string) =>
  new RegExp(
    String.raw`(${before})(?!\[REDACTED|(?:Shared|Public|Default)\b)[^\s/\\"'\x60:;,<>[\](){}|$*&?#]{1,64}`,
    'g',
  )

export const homeGate = /[/\\-](?:home|Users)[/\\-]/

export const homePatterns = [
  // At the start of a path only: `src/Users/List.tsx` is a folder of a project.
  named(String.raw`\/(?:home|Users)\/(?<!(?:[\w.~-]{2}|[.~\]])\/(?:home|Users)\/)`),
  named(String.raw`\\Users\\{1,8}`),
  // A path as the name of a folder, which ends the user's name at its first hyphen.
  /((?<![\w.])(?:[A-Za-z]-)?-(?:home|Users)-)(?!\[REDACTED)[^\s/\\"'`\-()[\]]{1,64}/g,
] as const

/** Replaces the user's name in the path of a home folder. */
export function redactHomeUsers(text: string): string {
  if (!homeGate.test(text)) return text
  let redacted = text
  for (const pattern of homePatterns) redacted = redacted.replace(pattern, `$1${PLACEHOLDER}`)
  return redacted
}
