import { asString } from '../../json.ts'
import { cutMiddle, headOf, storable } from '../../text.ts'
import { timeOf } from '../../time.ts'

/** The members beside the messages that say something of the session. */
const known = new Set([
  'session_id',
  'model',
  'git_branch',
  'start_time',
  'end_time',
  'stats',
  'project',
  'source',
])

const agents: Readonly<Record<string, string>> = { gemini: 'gemini-cli', claude: 'claude-code' }

/** The agent that the source names, or that puts its name before the project's. */
const named = (source: string | undefined, project: string | undefined): string | undefined => {
  const name = source ?? /^([a-z]+):/.exec(project ?? '')?.[1]
  return name === undefined ? undefined : (agents[name] ?? name)
}

/** What the members beside the messages say, and which agent's the tools are. */
export function createSessionFacts() {
  const members = new Map<string, unknown>()
  const tools = new Set<'claude-code' | 'pi'>()

  return {
    /** Whether the member is a known one. Those with `_` before their name are notes of who gathered the sessions. */
    member(name: string, value: unknown): boolean {
      if (known.has(name)) members.set(name, value)
      return known.has(name) || name.startsWith('_')
    },
    /** Claude Code's own tools are `Bash`, `Read` and so on; Pi's are `bash`, `read`, in blocks like Claude Code's. */
    tool(name: string | undefined, inBlock: boolean): void {
      if (/^(?:Bash|Read|Edit|MultiEdit|Write|Grep|Glob|Task|Agent|TodoWrite)$/.test(name ?? ''))
        tools.add('claude-code')
      else if (inBlock && /^(?:bash|read|edit|write|grep|find|ls)$/.test(name ?? '')) tools.add('pi')
    },
    read(name: string | undefined) {
      const text = (member: string) => asString(members.get(member))
      const project = text('project')
      const [agent = null] = [named(text('source'), project), ...tools].filter((one) => one !== undefined)
      const id = text('session_id') ?? (name === undefined || name === '' ? 'unnamed' : name)
      const model = text('model')
      return {
        externalId: storable(headOf(id === '' ? 'unnamed' : id, 200)),
        agent: agent === null ? null : storable(headOf(agent, 100)),
        project:
          project === undefined ? null : storable(cutMiddle(project.replace(/^[a-z]+:(?=\w)/, ''), 1_000)),
        mainModel: model === undefined ? null : storable(headOf(model, 200)),
        begun: timeOf(members.get('start_time')),
        ended: timeOf(members.get('end_time')),
      }
    },
  }
}
