import { FieldworkError } from '@fieldwork/errors'
import { JSONParser } from '@streamparser/json'
import { asArray, asObject, parseJson } from './json.ts'
import { createEscapeRepair, repairEscapes } from './json-escapes.ts'
import type { DocumentFold } from './reader.ts'

/** Up to this many UTF-16 units a document is held and parsed at once, which is many times faster. */
const HELD = 32 * 1024 * 1024

/** Feeds a fold with a whole document. Throws `transcript_unreadable` where it is no JSON object. */
export function foldDocument(text: string, elements: string, fold: DocumentFold): void {
  const json = withoutMark(text)
  const document = asObject(parseJson(json) ?? parseJson(repairEscapes(json)))
  if (document === undefined) throw noObject()
  for (const [name, value] of Object.entries(document)) {
    if (name !== elements) fold.member(name, value)
    else for (const element of asArray(value)) fold.element(element)
  }
}

/** `foldDocument` for a text that comes in chunks; a long one is parsed piece by piece and never held. */
export async function foldDocumentChunks(
  chunks: AsyncIterable<string>,
  elements: string,
  fold: DocumentFold,
  held = HELD,
): Promise<void> {
  let begun: string[] = []
  let length = 0
  let stream: ReturnType<typeof createStream> | undefined
  for await (const chunk of chunks) {
    if (stream !== undefined) {
      stream.write(chunk)
      continue
    }
    begun.push(chunk)
    length += chunk.length
    if (length > held) {
      stream = createStream(elements, fold)
      // Chunk by chunk, since a text joined of them would take their room once more.
      for (const early of begun) stream.write(early)
      begun = []
    }
  }
  if (stream === undefined) foldDocument(begun.join(''), elements, fold)
  else stream.end()
}

/** Parses a document piece by piece. What is parsed is let go at once; the fold keeps what it needs. */
function createStream(elements: string, fold: DocumentFold) {
  const parser = new JSONParser({
    paths: ['$.*', `$.${elements}.*`],
    keepStack: false,
    // Without a buffer every escape of a string costs a piece of the heap.
    stringBufferSize: 64 * 1024,
  })
  const repair = createEscapeRepair()
  let begins = true
  let failed = false
  parser.onValue = ({ key, value, parent, stack }) => {
    if (stack.length === 1 && typeof key === 'string' && key !== elements) fold.member(key, value)
    else if (stack.length === 2 && Array.isArray(parent)) {
      fold.element(value)
      parent.length = 0 // the parser keeps a list whole that it is to give out itself, as a member
    }
  }
  parser.onError = () => {
    failed = true
  }
  function write(text: string): void {
    if (text === '') return
    try {
      parser.write(text)
    } catch {
      // The parser's message quotes the text, which is a person's.
      failed = true
    }
    if (failed) throw noObject()
  }
  return {
    write(chunk: string): void {
      let text = chunk
      if (begins) {
        text = withoutMark(chunk).replace(/^[ \t\r\n]+/, '')
        if (text === '') return
        if (text[0] !== '{') throw noObject()
        begins = false
      }
      write(repair.next(text))
    },
    end(): void {
      write(repair.last())
      if (!parser.isEnded) throw noObject()
    },
  }
}

const withoutMark = (text: string) => (text.charCodeAt(0) === 0xfeff ? text.slice(1) : text)
const noObject = () => new FieldworkError('transcript_unreadable', 'the document is no JSON object')
