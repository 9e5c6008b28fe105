import { beginningOf, type Chunks } from '../beginning.ts'
import { detectFormat } from '../detect-format.ts'
import { linesOfChunks } from '../lines.ts'
import { createSurvey, type Survey } from './survey.ts'

/** Surveys a transcript (see createSurvey). Null where its format is not recognised. Holds a line and its entries' keys. */
export async function surveyTranscript(input: Chunks): Promise<Survey | null> {
  const { head, text } = await beginningOf(input)
  const format = detectFormat(head)
  if (format === null) return null
  const survey = createSurvey(format, head)
  for await (const line of linesOfChunks(text)) survey.line(line)
  return survey.finish()
}
