import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

const repository = path.resolve(import.meta.dirname, '../..')
const documents = [
  ...readdirSync(repository).filter((name) => name.endsWith('.md')),
  ...readdirSync(path.join(repository, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => path.join('docs', name)),
]
const textOf = (document: string) => readFileSync(path.join(repository, document), 'utf8')
const { scripts } = JSON.parse(textOf('package.json'))

describe.each(documents)('%s', (document) => {
  it('links to files that exist', () => {
    const links = [...textOf(document).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(
      ([, target = '']) => target,
    )
    const missing = links.filter(
      (link) => !existsSync(path.resolve(repository, path.dirname(document), link)),
    )
    expect(missing).toEqual([])
  })

  it('names npm scripts that exist', () => {
    const named = [...textOf(document).matchAll(/\bnpm run (?!--)([a-z]+)/g)].map(([, name = '']) => name)
    expect(named.filter((name) => !(name in scripts))).toEqual([])
  })

  it('names files of the repository that exist', () => {
    const named = [...textOf(document).matchAll(/`((?:packages|services|infra|bench|test)\/[\w./-]+\.\w+)`/g)]
    const missing = named
      .map(([, file = '']) => file)
      .filter((file) => !existsSync(path.join(repository, file)))
    expect(missing).toEqual([])
  })
})
