import { type Fixture, fixtures } from '../fixtures.ts'

export type FolderFixture = Pick<Fixture, 'name' | 'expected'> & { readonly text: string }

/** The fixtures of one folder. */
export const fixturesOf = (folder: string): readonly FolderFixture[] =>
  fixtures
    .filter(({ id }) => id.startsWith(`${folder}/`))
    .map(({ name, bytes, expected }) => ({ name, text: bytes.toString('utf8'), expected }))

export function fixtureText(fixtures: readonly FolderFixture[], name: string): string {
  const found = fixtures.find((one) => one.name === name)
  if (found === undefined) throw new Error(`no fixture is named ${name}`)
  return found.text
}
