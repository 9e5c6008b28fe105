import { Type } from 'typebox'
import { Value } from 'typebox/value'

/** Each package with the packages it imports. */
export type Arrows = ReadonlyMap<string, readonly string[]>

const SCOPE = '@fieldwork/'
const Manifest = Type.Object({ dependencies: Type.Optional(Type.Record(Type.String(), Type.String())) })

/** The arrows in the block of architecture.md that begins with `arrows`: one line `name → imported, imported` a package. */
export function drawnArrows(markdown: string): Arrows {
  const block = /```text\narrows\n([\s\S]*?)```/.exec(markdown)?.[1] ?? ''
  return new Map(
    block
      .split('\n')
      .filter((line) => line.includes('→'))
      .map((line) => {
        const [name = '', imported = ''] = line.split('→')
        const names = imported.split(',').map((one) => one.trim())
        return [name.trim(), names.filter((one) => one !== '' && one !== 'nothing').sort()]
      }),
  )
}

/** The dependencies on other packages of the workspace that manifests declare. */
export function declaredArrows(
  manifests: readonly { readonly name: string; readonly manifest: unknown }[],
): Arrows {
  return new Map(
    manifests.map(({ name, manifest }) => {
      const { dependencies = {} } = Value.Parse(Manifest, manifest)
      const own = Object.keys(dependencies).filter((dependency) => dependency.startsWith(SCOPE))
      return [name, own.map((dependency) => dependency.slice(SCOPE.length)).sort()]
    }),
  )
}

/** What is wrong: arrows that are drawn or declared alone, arrows into a service, circles. Empty where all is well. */
export function arrowProblems(
  drawn: Arrows,
  declared: Arrows,
  services: readonly string[],
): readonly string[] {
  const problems: string[] = []
  for (const name of new Set([...drawn.keys(), ...declared.keys()])) {
    const [picture, truth] = [drawn.get(name), declared.get(name)]
    if (picture === undefined) problems.push(`${name} is not drawn`)
    else if (truth === undefined) problems.push(`${name} is drawn, and there is no such package`)
    else {
      for (const one of truth) if (!picture.includes(one)) problems.push(`${name} → ${one} is not drawn`)
      for (const one of picture)
        if (!truth.includes(one)) problems.push(`${name} → ${one} is drawn, not declared`)
    }
    for (const one of truth ?? [])
      if (services.includes(one)) problems.push(`${name} imports the service ${one}`)
    if (reaches(declared, name, name)) problems.push(`${name} stands in a circle`)
  }
  return problems
}

function reaches(arrows: Arrows, from: string, target: string): boolean {
  const seen = new Set<string>()
  const left = [...(arrows.get(from) ?? [])]
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    if (next === target) return true
    if (seen.has(next)) continue
    seen.add(next)
    left.push(...(arrows.get(next) ?? []))
  }
  return false
}
