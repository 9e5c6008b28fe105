import type { WorkMode } from '@fieldwork/codebook'
import type { NonEmpty } from '../random.ts'
import type { Truth } from '../truth/truth.ts'

/** Kinds of tool call. */
export const deedKinds = [
  'read',
  'search',
  'list',
  'look',
  'web',
  'edit',
  'create',
  'run',
  'script',
  'operate',
  'subAgent',
  'todo',
  // Only where the story asks for them:
  'editByShell',
  'tests',
  'check',
  'command',
  'commit',
  'instructions',
  'presentPlan',
] as const satisfies NonEmpty<string>
export type DeedKind = (typeof deedKinds)[number]
export type Deed = { readonly kind: DeedKind; readonly fails: boolean }

export type Palette = Readonly<Record<DeedKind, number>>

const nothing: Palette = {
  read: 0,
  search: 0,
  list: 0,
  look: 0,
  web: 0,
  edit: 0,
  create: 0,
  run: 0,
  script: 0,
  operate: 0,
  subAgent: 0,
  todo: 0,
  editByShell: 0,
  tests: 0,
  check: 0,
  command: 0,
  commit: 0,
  instructions: 0,
  presentPlan: 0,
}
const palette = (weights: Partial<Palette>): Palette => ({ ...nothing, ...weights })

/** What is done in a codebase that is changed, by kind of work. None of it verifies anything. */
const changing: Readonly<Record<WorkMode, Palette>> = {
  build: palette({ read: 30, search: 10, edit: 34, create: 6, look: 8, list: 4, todo: 6, subAgent: 0.4 }),
  fix: palette({ read: 32, search: 18, edit: 22, run: 10, look: 10, todo: 3, subAgent: 0.4 }),
  test: palette({ read: 30, search: 10, edit: 25, create: 14, look: 6, list: 5, todo: 4 }),
  orchestrate: palette({ read: 28, edit: 36, create: 12, run: 12, look: 8, subAgent: 0.8 }),
  operate: palette({ operate: 48, edit: 16, create: 4, look: 16, read: 10, search: 4 }),
  understand: palette({ read: 48, search: 28, list: 8, look: 8, subAgent: 0.8 }),
  plan: palette({ read: 40, search: 22, list: 6, web: 6, subAgent: 0.8, create: 2, edit: 6 }),
  analyse: palette({ script: 44, read: 12, look: 12, create: 10, edit: 16 }),
  write: palette({ edit: 30, create: 8, read: 34, search: 8, web: 8, list: 4 }),
}

/** The same where no line is added. */
const leaving: Readonly<Record<WorkMode, Palette>> = {
  build: palette({ read: 50, search: 25, list: 10, look: 15 }),
  fix: palette({ read: 36, search: 22, run: 14, look: 14, subAgent: 0.4 }),
  test: palette({ read: 52, search: 28, look: 10, list: 8, subAgent: 0.8 }),
  orchestrate: palette({ read: 60, search: 20, run: 10, look: 10 }),
  operate: palette({ operate: 62, look: 30, search: 6 }),
  understand: palette({ read: 48, search: 28, list: 8, look: 8, subAgent: 0.8 }),
  plan: palette({ read: 46, search: 26, list: 8, web: 10, subAgent: 0.8 }),
  analyse: palette({ script: 68, read: 14, look: 16 }),
  write: palette({ read: 55, search: 20, web: 15, list: 10 }),
}

const beginning = palette({ create: 34, edit: 32, look: 10, read: 10, todo: 5 })
const onlyTheWeb = palette({ web: 1 })

/** Where there is no codebase, none is read. */
function withoutCodebase(mode: WorkMode, writes: boolean): Palette {
  const inFiles = writes ? { edit: 30, create: 8 } : {}
  if (mode === 'operate') return palette({ operate: 74, look: 26, edit: writes ? 8 : 0 })
  if (mode === 'analyse') return palette({ script: 60, look: 14, ...inFiles })
  return writes ? palette({ web: 45, ...inFiles }) : onlyTheWeb
}

/** How often each kind of deed is done between those that tell how it went. */
export function paletteOf({ mode, codebase, writes }: Pick<Truth, 'mode' | 'codebase' | 'writes'>): Palette {
  if (codebase === 'none') return withoutCodebase(mode, writes)
  if (codebase === 'from_scratch' && writes && mode !== 'analyse') return beginning
  return writes ? changing[mode] : leaving[mode]
}
