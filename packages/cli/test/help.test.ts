import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { renderCliDocs } from '../src/index.ts'
import { fieldwork } from './command-line.ts'

const docs = new URL('../../../docs/cli.md', import.meta.url)

describe('help', () => {
  it('is what docs/cli.md says', async () => {
    expect(await readFile(docs, 'utf8')).toBe(renderCliDocs())
  })

  it('is no error where it was asked for', async () => {
    expect(await fieldwork(['help', 'push'])).toMatchObject({ code: 0, stderr: '' })
  })

  it.each([[[]], [['push']], [['status']], [['report']], [['measure']], [['runs']], [['runs', 'start']]])(
    'is printed by `fieldwork %s --help` as it is documented',
    async (command) => {
      const { code, stdout, stderr } = await fieldwork([...command, '--help'])
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      expect(renderCliDocs()).toContain(stdout.trimEnd())
    },
  )
})
