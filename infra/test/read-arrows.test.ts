import { describe, expect, it } from 'vitest'
import { arrowProblems, declaredArrows, drawnArrows } from '../checks/read-arrows.ts'

const drawing = `Text.

\`\`\`text
arrows
errors   → nothing
sessions → errors
worker   → errors, sessions
\`\`\`
`
const manifest = (...names: string[]) => ({
  dependencies: Object.fromEntries([...names.map((name) => [`@fieldwork/${name}`, '*']), ['pg', '^8.0.0']]),
})
const declared = (arrows: Readonly<Record<string, readonly string[]>>) =>
  declaredArrows(Object.entries(arrows).map(([name, to]) => ({ name, manifest: manifest(...to) })))
const asDrawn = { errors: [], sessions: ['errors'], worker: ['sessions', 'errors'] }

describe('the arrows between packages', () => {
  it('are well when drawn and declared are the same, in any order', () => {
    expect(arrowProblems(drawnArrows(drawing), declared(asDrawn), ['worker'])).toEqual([])
  })

  it('are a problem when only declared, and when only drawn', () => {
    const more = declared({ ...asDrawn, errors: ['sessions'], worker: ['errors'] })
    expect(arrowProblems(drawnArrows(drawing), more, [])).toEqual([
      'errors → sessions is not drawn',
      'errors stands in a circle',
      'sessions stands in a circle',
      'worker → sessions is drawn, not declared',
    ])
  })

  it('may not lead into a service', () => {
    const into = declared({ ...asDrawn, sessions: ['errors', 'worker'], worker: ['errors'] })
    expect(arrowProblems(drawnArrows(drawing), into, ['worker'])).toContain(
      'sessions imports the service worker',
    )
  })

  it('name every package there is', () => {
    const more = declared({ ...asDrawn, queue: [] })
    expect(arrowProblems(drawnArrows(drawing), more, [])).toEqual(['queue is not drawn'])
    expect(arrowProblems(drawnArrows(''), declared({ errors: [] }), [])).toEqual(['errors is not drawn'])
  })
})
