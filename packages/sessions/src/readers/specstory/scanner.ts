import { closes, type Fence, openedBy } from './fence.ts'
import { type Header, readHeader, readSessionComment } from './headers.ts'

/** What the scanner finds, in the order of the file. */
export type Listener = {
  session(session: NonNullable<ReturnType<typeof readSessionComment>>): void
  header(header: Header): void
  /** A stretch of text of whoever speaks. */
  text(lines: readonly string[]): void
  tool(name: string, summary: string): void
}

/** Lines after an opened fence that are kept to be read anew, should it turn out that nothing closes it. */
const MAX_HELD = 1_000

const TOOL = /^<tool-use\b[^>]*?data-tool-name="([^"]*)"/
const OLD_TOOL = /^Tool use: \*\*(.+?)\*\*(.*)$/

/**
 * Tells the lines of SpecStory's Markdown: who speaks, what is said, and which tools were used. What stands within a code
 * fence, a tool's section or a thought neither begins a message nor separates anything.
 */
export function createScanner(listener: Listener) {
  let region: 'tool' | 'oldTool' | 'think' | null = null
  let fence: Fence | null = null
  let held: string[] | null = null
  let heldFrom = 0
  let speaks: Header | null = null
  let lines: string[] = []
  let tool: { readonly name: string; summary: string } | null = null

  function flush(): void {
    if (tool !== null) listener.tool(tool.name, tool.summary)
    tool = null
    while (lines.at(-1) === '---') lines.pop() // separates from what follows
    if (lines.length > 0) listener.text(lines)
    lines = []
  }

  function inRegion(line: string): boolean {
    if (region === 'think') {
      if (line.includes('</think>')) region = null
      return true
    }
    if (region !== 'tool') return false
    if (tool?.summary === '') tool.summary = summaryIn(line)
    if (line.trimEnd().endsWith('</tool-use>')) {
      region = null
      flush()
    }
    return true
  }

  function inFence(line: string): boolean {
    if (fence === null) return false
    if (region === null) lines.push(line)
    if (closes(fence, line)) fence = held = null
    else if (held !== null && held.length < MAX_HELD) held.push(line)
    else held = null
    return true
  }

  /** A line that begins something; false for a line of text. */
  function begins(line: string): boolean {
    const header = readHeader(line)
    if (header !== undefined) {
      flush()
      region = null
      speaks = header
      listener.header(header)
      return true
    }
    if (speaks === null) {
      const session = readSessionComment(line)
      if (session !== undefined) listener.session(session)
      return true // a title, or the comment of the generator
    }
    // Only the agent uses tools; a person may quote one.
    return (speaks.role === 'agent' && beginsRegion(line)) || line.startsWith('<!-- message-id:')
  }

  function beginsRegion(line: string): boolean {
    const named = TOOL.exec(line)?.[1]
    const old = OLD_TOOL.exec(line)
    if (named !== undefined || old !== null) {
      flush()
      tool = { name: named ?? old?.[1] ?? '', summary: afterBullet(old?.[2] ?? '') }
      region = named === undefined ? 'oldTool' : 'tool'
      if (named !== undefined) inRegion(line)
      return true
    }
    if (!line.startsWith('<think>')) return false
    if (!line.includes('</think>')) region = 'think'
    return true
  }

  function line(text: string): void {
    if (inRegion(text) || inFence(text)) return
    if (begins(text)) return
    if (text.trim() === '---') {
      // The person's own dashes stay; those between an agent's blocks separate them.
      if (speaks?.role === 'user') lines.push('---')
      else flush()
      if (region === 'oldTool') region = null
      return
    }
    fence = openedBy(text) ?? null
    if (fence !== null && region === null) {
      held = []
      heldFrom = lines.length + 1
    }
    if (region === null) lines.push(text)
  }

  return {
    line: (text: string) => line(text.endsWith('\r') ? text.slice(0, -1) : text),
    finish(): void {
      // Nothing closed the fence: what stood after it is read as if it had opened none.
      while (fence !== null && held !== null) {
        const again: string[] = held
        lines.length = heldFrom
        fence = held = null
        for (const text of again) line(text)
      }
      flush()
    },
  }
}

/** What a line's `<summary>` says beside the tool's name; by hand, since a line may be made to take a pattern long. */
function summaryIn(line: string): string {
  const open = line.indexOf('<summary>')
  const close = line.indexOf('</summary>', open)
  if (open === -1 || close === -1) return ''
  const summary = line.slice(open + '<summary>'.length, close)
  const nameEnd = summary.startsWith('Tool use: **') ? summary.indexOf('**', 'Tool use: **'.length) : -1
  return afterBullet(nameEnd === -1 ? summary : summary.slice(nameEnd + 2))
}

const afterBullet = (text: string) => text.trimStart().replace(/^•/, '').trim()
