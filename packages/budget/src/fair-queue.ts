import { type Static, Type } from 'typebox'

export const FairQueueSchema = Type.Object({
  virtual: Type.Number(),
  projects: Type.Record(
    Type.String(),
    Type.Object({
      finish: Type.Number(),
      virtual: Type.Number(),
      runs: Type.Record(Type.String(), Type.Number()),
    }),
  ),
})

/**
 * Start-time fair queueing (Goyal, Vin, Cheng 1996, "Start-time fair queueing: a scheduling algorithm for integrated
 * services packet switching networks", with the hierarchy of its section 3; the idea of tags is Demers, Keshav, Shenker
 * 1989). A demand's start tag is the later of the virtual time and the finish tag of the demand before it; the least start
 * tag is next, and virtual time is its start tag. First between projects, then between the runs of the one chosen; equal
 * weights. Only flows that are ahead of virtual time are kept.
 */
export type FairQueue = Readonly<Static<typeof FairQueueSchema>>

/** What the order is made of. `since` settles ties. */
export type Flow = {
  readonly project: number
  readonly run: number
  readonly since: number
  readonly id: string
}

export const emptyQueue: FairQueue = { virtual: 0, projects: {} }

type Tags = { readonly project: number; readonly run: number }

function tagsOf(queue: FairQueue, flow: Flow): Tags {
  const project = queue.projects[flow.project]
  return {
    project: Math.max(queue.virtual, project?.finish ?? 0),
    run: Math.max(project?.virtual ?? 0, project?.runs[flow.run] ?? 0),
  }
}

/** The demand that is next, of those at the heads of their flows. */
export function nextOf<F extends Flow>(queue: FairQueue, heads: readonly F[]): F | undefined {
  let first: { head: F; tags: Tags } | undefined
  for (const head of heads) {
    const tags = tagsOf(queue, head)
    if (first === undefined || isBefore(head, tags, first.head, first.tags)) first = { head, tags }
  }
  return first?.head
}

function isBefore(a: Flow, ofA: Tags, b: Flow, ofB: Tags): boolean {
  if (ofA.project !== ofB.project) return ofA.project < ofB.project
  if (a.project !== b.project) return earlier(a, b)
  return ofA.run !== ofB.run ? ofA.run < ofB.run : earlier(a, b)
}

const earlier = (a: Flow, b: Flow) => a.since < b.since || (a.since === b.since && a.id < b.id)

/** The queue after a demand of that cost was served. */
export function serve(queue: FairQueue, flow: Flow, cost: number): FairQueue {
  const tags = tagsOf(queue, flow)
  const runs = queue.projects[flow.project]?.runs ?? {}
  return {
    virtual: tags.project,
    projects: {
      ...queue.projects,
      [flow.project]: {
        finish: tags.project + cost,
        virtual: tags.run,
        runs: { ...runs, [flow.run]: tags.run + cost },
      },
    },
  }
}

/** Forgets flows that have no lead; all of them where nobody waits, which ends the busy period. */
export function forget(queue: FairQueue, heads: readonly Flow[]): FairQueue {
  if (heads.length === 0) return emptyQueue
  const waits = new Set(heads.map(({ project }) => String(project)))
  const projects = Object.entries(queue.projects)
    .filter(([name, { finish }]) => finish > queue.virtual || waits.has(name))
    .map(([name, project]) => {
      const ahead = Object.entries(project.runs).filter(([, finish]) => finish > project.virtual)
      return [name, { ...project, runs: Object.fromEntries(ahead) }] as const
    })
  return { virtual: queue.virtual, projects: Object.fromEntries(projects) }
}
