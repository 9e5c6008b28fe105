// Checks that packages depend on each other as docs/architecture.md draws it, and in no circle. That imports match the
// dependencies is Biome's to check (noUndeclaredDependencies), as are circles between files (noImportCycles).
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { arrowProblems, declaredArrows, drawnArrows } from './read-arrows.ts'

const repository = path.resolve(import.meta.dirname, '../..')
const manifests = ['packages', 'services'].flatMap((folder) =>
  readdirSync(path.join(repository, folder)).map((name) => ({
    name,
    isService: folder === 'services',
    manifest: JSON.parse(readFileSync(path.join(repository, folder, name, 'package.json'), 'utf8')),
  })),
)
const drawn = drawnArrows(readFileSync(path.join(repository, 'docs/architecture.md'), 'utf8'))
const services = manifests.filter(({ isService }) => isService).map(({ name }) => name)
const problems = arrowProblems(drawn, declaredArrows(manifests), services)
for (const problem of problems) console.error(problem)
console.log(`${drawn.size} packages, ${problems.length} problems`)
process.exitCode = problems.length === 0 ? 0 : 1
