import { type NonEmpty, pick, type Random } from '../random.ts'
import type { Truth } from '../truth/truth.ts'
import { instructionsOf, paragraphsOf, stepsOf } from '../words/agent-prose.ts'
import { codeOf, scriptOf, settingsOf, testsOf } from '../words/code-blocks.ts'
import type { Matter } from '../words/matter.ts'
import type { Piece } from '../words/pieces.ts'

/** What is edited and created in a session, and of what texts. */
export type Materials = {
  readonly paths: NonEmpty<string>
  /** A new path, a different one for every number. */
  readonly newPath: (random: Random, number: number) => string
  readonly pool: NonEmpty<Piece>
  readonly separator: string
}

const folderOf = (path: string) => (path.includes('/') ? path.slice(0, path.lastIndexOf('/') + 1) : '')
const extensionOf = (path: string) => path.slice(path.lastIndexOf('.'))

/** The materials of a kind of work. Paths are relative to the working directory, or absolute where they are the machine's. */
export function materialsOf({ mode, codebase }: Truth, matter: Matter): Materials {
  const { domain } = matter
  const named = (folder: string, extension: string) => (random: Random, number: number) =>
    `${folder}${pick(random, domain.entities)}_${number}${extension}`
  switch (mode) {
    case 'build':
    case 'fix':
      return {
        paths: [matter.file, matter.file, matter.otherFile],
        newPath: named(folderOf(matter.file), extensionOf(matter.file)),
        pool: codeOf(domain),
        separator: '\n\n',
      }
    case 'test':
      return {
        paths: [matter.testFile],
        newPath: (random, number) => testPath(pick(random, domain.entities), number, matter.testFile),
        pool: testsOf(domain),
        separator: '\n\n',
      }
    case 'orchestrate':
      return {
        paths: ['prompts/assistant.md', 'prompts/checker.md', `.claude/skills/${domain.project}/SKILL.md`],
        newPath: named('prompts/', '.md'),
        pool: instructionsOf(domain),
        separator: '\n',
      }
    case 'operate':
      return {
        paths:
          codebase === 'none'
            ? ['/etc/nginx/sites-available/app.conf', '/etc/systemd/system/backup.service']
            : ['.github/workflows/ci.yml', 'deploy/values.yaml', 'docker-compose.yml'],
        newPath: named('deploy/', '.yaml'),
        pool: settingsOf(domain),
        separator: '\n',
      }
    case 'understand':
    case 'plan':
      return {
        paths: ['docs/plans/next.md'],
        newPath: named('docs/plans/', '.md'),
        pool: stepsOf(domain),
        separator: '\n\n',
      }
    case 'analyse':
      return {
        paths: ['analysis/summary.py'],
        newPath: named('analysis/', '.py'),
        pool: scriptOf(domain),
        separator: '\n\n',
      }
    case 'write':
      return {
        paths: [matter.document],
        newPath: named(folderOf(matter.document), '.md'),
        pool: paragraphsOf(domain),
        separator: '\n\n',
      }
  }
}

function testPath(entity: string, number: number, like: string): string {
  if (like.endsWith('.go')) return `${folderOf(like)}${entity}_${number}_test.go`
  return like.endsWith('.py') ? `tests/test_${entity}_${number}.py` : `test/${entity}-${number}.test.ts`
}
