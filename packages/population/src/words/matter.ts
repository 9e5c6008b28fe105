import { type NonEmpty, pick, type Random } from '../random.ts'
import type { Domain, Language } from './domain.ts'

/** What one session is about: one thing of every kind that its project has, so that its texts speak of the same. */
export type Matter = {
  readonly domain: Domain
  readonly file: string
  readonly otherFile: string
  readonly testFile: string
  readonly data: string
  readonly document: string
  readonly part: string
  readonly otherPart: string
  readonly thing: string
  readonly term: string
  readonly feature: string
  readonly otherFeature: string
  readonly fault: string
  readonly otherFault: string
  readonly invariant: string
  readonly edge: string
  readonly otherEdge: string
  readonly reason: string
  readonly question: string
  readonly text: string
}

export function drawMatter(random: Random, domain: Domain): Matter {
  const [file, otherFile] = pickTwo(random, domain.files)
  const [part, otherPart] = pickTwo(random, domain.parts)
  const [feature, otherFeature] = pickTwo(random, domain.features)
  const [fault, otherFault] = pickTwo(random, domain.faults)
  const [edge, otherEdge] = pickTwo(random, domain.edgeCases)
  return {
    domain,
    file,
    otherFile,
    testFile: testFileOf(file, domain.language),
    data: pick(random, domain.data),
    document: pick(random, domain.documents),
    part,
    otherPart,
    thing: pick(random, domain.things),
    term: pick(random, domain.terms),
    feature,
    otherFeature,
    fault,
    otherFault,
    invariant: pick(random, domain.invariants),
    edge,
    otherEdge,
    reason: pick(random, domain.reasons),
    question: pick(random, domain.questions),
    text: pick(random, domain.texts),
  }
}

function pickTwo<T>(random: Random, items: NonEmpty<T>): [T, T] {
  const first = pick(random, items)
  const [next, ...rest] = items.filter((item) => item !== first)
  return [first, next === undefined ? first : pick(random, [next, ...rest])]
}

/** Where the tests of a file stand by the custom of its language. */
function testFileOf(file: string, language: Language): string {
  const name = file.slice(file.lastIndexOf('/') + 1, file.lastIndexOf('.'))
  if (language === 'python') return `tests/test_${name}.py`
  if (language === 'go') return file.replace('.go', '_test.go')
  return `test/${name}.test.ts`
}
