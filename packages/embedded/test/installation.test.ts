import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { findInstallation, linkLibraries } from '../src/installation.ts'
import { ask, started, temporaryFolder, throwAway } from './folders.ts'
import { installedAnew, linksIn } from './installed-anew.ts'

describe('the binaries', () => {
  it('come up with their install script switched off, which would have linked the libraries', async () => {
    const folder = await temporaryFolder()
    const installation = await installedAnew(path.join(folder, 'package'))
    expect(await linksIn(installation)).toEqual({})
    const { url } = await started({ ...throwAway, folder: path.join(folder, 'data folder'), installation })
    expect(await ask(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
    expect(await linksIn(installation)).toEqual(await linksIn(findInstallation()))
  })

  it('are linked once, also by several processes at once', async () => {
    const folder = await temporaryFolder()
    const installation = await installedAnew(path.join(folder, 'package'))
    await Promise.all([1, 2, 3].map(() => linkLibraries(installation)))
    await linkLibraries(installation)
    expect(await linksIn(installation)).toEqual(await linksIn(findInstallation()))
  })

  it.each([
    ['win32', 'x64'],
    ['linux', 'riscv64'],
  ])('that do not exist, for %s on %s, are told by name', (platform, arch) => {
    expect(() => findInstallation(platform, arch)).toThrow(`not for ${platform}-${arch}`)
  })
})
