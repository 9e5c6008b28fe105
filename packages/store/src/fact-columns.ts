import type { Fact } from '@fieldwork/codebook'
import { getTableColumns } from 'drizzle-orm'
import { facts } from './schema/cohorts.ts'

/** The fact's member → its column and SQL type. Compiles only while the table holds every member of a fact. */
const columns = getTableColumns(facts)

export const factMembers = [
  'month',
  'headless',
  'agent',
  'entrypoint',
  'mainModel',
  'turns',
  'actions',
  'actionsFailed',
  'agentWords',
  'linesAdded',
  'linesRemoved',
  'filesTouched',
  'interruptions',
  'steers',
  'modelCalls',
  'workMode',
  'workModeGroup',
  'codebase',
  'expertise',
  'occupationUser',
  'occupationWork',
  'outcome',
  'successSignal',
  'failureSignal',
  'taskValueUsd',
  'userPlanningShare',
  'userExecutionShare',
  'verifiedSuccess',
  'atLeastPartial',
  'hitTrouble',
  'abandoned',
  'wroteCode',
  'softwareUser',
] as const satisfies readonly (keyof Fact)[]

// A member of Fact that is missing above does not compile here.
type Missing = Exclude<keyof Fact, (typeof factMembers)[number]>
const complete: [Missing] extends [never] ? true : Missing = true
void complete

/** The column of a member, quoted for SQL. */
export function factColumn(member: keyof Fact): string {
  return `"${columns[member].name}"`
}

export function factColumnType(member: keyof Fact): string {
  return columns[member].getSQLType()
}
