import { describeApi } from '@fieldwork/api'

/** docs/openapi.json: the document that the API serves. */
export async function renderOpenApi(): Promise<string> {
  return `${JSON.stringify(await describeApi(), null, 2)}\n`
}
