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
  return [...new Set([...drawn.keys(), ...declared.keys()])].flatMap((name) => {
    const truth = declared.get(name) ?? []
    const intoService = truth.filter((one) => services.includes(one))
    return [
      ...differences(name, drawn.get(name), declared.get(name)),
      ...intoService.map((one) => `${name} imports the service ${one}`),
      ...(reaches(declared, name, name) ? [`${name} stands in a circle`] : []),
    ]
  })
}

function differences(
  name: string,
  picture: readonly string[] | undefined,
  truth: readonly string[] | undefined,
): readonly string[] {
  if (picture === undefined) return [`${name} is not drawn`]
  if (truth === undefined) return [`${name} is drawn, and there is no such package`]
  const undrawn = truth.filter((one) => !picture.includes(one))
  const undeclared = picture.filter((one) => !truth.includes(one))
  return [
    ...undrawn.map((one) => `${name} → ${one} is not drawn`),
    ...undeclared.map((one) => `${name} → ${one} is drawn, not declared`),
  ]
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
