import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { catalogue } from '@fieldwork/errors'
import { describe, expect, it } from 'vitest'

const repository = path.resolve(import.meta.dirname, '../../..')
const textOf = (pattern: string) =>
  globSync(pattern, { cwd: repository }).map((file) => readFileSync(path.join(repository, file), 'utf8'))
const thrownIn = (pattern: string) =>
  textOf(pattern).flatMap((text) =>
    [...text.matchAll(/new FieldworkError\(\s*'(\w+)'/g)].map(([, code]) => code),
  )

/** Packages whose errors come up to the door of the API. */
const sources = ['services/api/src/**/*.ts', 'packages/sessions/src/**/*.ts', 'packages/store/src/batches.ts']
const thrown = new Set(sources.flatMap(thrownIn))

describe('an error that the API can answer', () => {
  const tests = textOf('services/api/test/*.test.ts').join('\n')

  it.each([...thrown])('is in the catalogue, and a test sees it: %s', (code) => {
    expect(Object.keys(catalogue)).toContain(code)
    expect(tests).toContain(`'${code}'`)
  })

  it('is one of many', () => {
    expect(thrown.size).toBeGreaterThan(20)
  })
})
