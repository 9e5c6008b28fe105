import { chmod } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { ensureFallbackFolder } from '../src/fallback-folder.ts'
import { temporaryFolder } from './folders.ts'

it('a fallback folder that others can write to is refused, since programs are run from it', async () => {
  const folder = await temporaryFolder()
  await ensureFallbackFolder(folder)
  await chmod(folder, 0o777)
  await expect(ensureFallbackFolder(folder)).rejects.toMatchObject({ code: 'embedded_postgres_failed' })
})
