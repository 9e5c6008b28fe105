import { execFile } from 'node:child_process'
import { mkdir, readdir, readlink, rm } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { findInstallation } from '../src/installation.ts'

/** A copy of the package as npm leaves it without install scripts: no links. The answer is its installation. */
export async function installedAnew(folder: string): Promise<string> {
  const installation = path.join(folder, 'native')
  await mkdir(folder)
  await promisify(execFile)('cp', ['-R', '-P', findInstallation(), installation])
  const links = Object.keys(await linksIn(installation))
  await Promise.all(links.map((name) => rm(path.join(installation, 'lib', name))))
  return installation
}

/** The links among the libraries: where each leads. */
export async function linksIn(installation: string): Promise<Record<string, string>> {
  const libraries = path.join(installation, 'lib')
  const links = (await readdir(libraries, { withFileTypes: true })).filter((entry) => entry.isSymbolicLink())
  const pairs = links.map(async ({ name }) => [name, await readlink(path.join(libraries, name))] as const)
  return Object.fromEntries((await Promise.all(pairs)).toSorted())
}
