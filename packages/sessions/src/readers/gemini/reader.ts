import type { Reader } from '../../reader.ts'
import { createGeminiDocumentFold, createGeminiLogFold } from './fold.ts'

/** Gemini CLI's older record: one document with all messages. */
export const geminiDocument: Reader = {
  format: 'gemini-json',
  kind: 'document',
  elements: 'messages',
  createFold: createGeminiDocumentFold,
}

/** Gemini CLI's newer record: a log of messages, changes to them and steps back. */
export const geminiLog: Reader = { format: 'gemini-jsonl', kind: 'lines', createFold: createGeminiLogFold }
