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
  const begun: string[] = []
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
      stream.write(withoutMark(begun.splice(0).join('')))
    }
  }
  if (stream === undefined) foldDocument(begun.join(''), elements, fold)
  else stream.end()
}

/** Parses a document piece by piece. What is parsed is let go at once; the fold keeps what it needs. */
function createStream(elements: string, fold: DocumentFold) {
  const parser = new JSONParser({ paths: ['$.*', `$.${elements}.*`], keepStack: false })
  const repair = createEscapeRepair()
  parser.onValue = ({ key, value, stack }) => {
    if (stack.length === 2) fold.element(value)
    else if (typeof key === 'string' && key !== elements) fold.member(key, value)
  }
  parser.onError = () => undefined // thrown by write as well
  const write = (text: string) => {
    try {
      if (text !== '') parser.write(text)
    } catch {
      // The parser's message quotes the text, which is a person's.
      throw noObject()
    }
  }
  return {
    write: (chunk: string) => write(repair.next(chunk)),
    end: () => {
      write(repair.last())
      if (!parser.isEnded) throw noObject()
    },
  }
}

const withoutMark = (text: string) => (text.charCodeAt(0) === 0xfeff ? text.slice(1) : text)
const noObject = () => new FieldworkError('transcript_unreadable', 'the document is no JSON object')
