/** An open code fence: the character and how many of it open it. */
export type Fence = { readonly mark: string; readonly length: number }

const OPENS = /^\s*(`{3,}(?=[^`]*$)|~{3,})/
const CLOSES = /^\s*(`{3,}|~{3,})\s*$/

/** The fence that a line opens, if it opens one. */
export function openedBy(line: string): Fence | undefined {
  const run = OPENS.exec(line)?.[1]
  return run === undefined ? undefined : { mark: run.charAt(0), length: run.length }
}

export function closes(fence: Fence, line: string): boolean {
  const run = CLOSES.exec(line)?.[1]
  return run?.[0] === fence.mark && run.length >= fence.length
}
