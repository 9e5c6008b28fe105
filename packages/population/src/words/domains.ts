import type { Occupation } from '../parameters.ts'
import type { Person } from '../person.ts'
import type { NonEmpty } from '../random.ts'
import type { Truth } from '../truth/truth.ts'
import type { Domain } from './domain.ts'
import { accounting } from './domains/accounting.ts'
import { boardGames } from './domains/board-games.ts'
import { classroom } from './domains/classroom.ts'
import { clinic } from './domains/clinic.ts'
import { ecologyLab } from './domains/ecology-lab.ts'
import { eventPipeline } from './domains/event-pipeline.ts'
import { frontOffice } from './domains/front-office.ts'
import { lawOffice } from './domains/law-office.ts'
import { machine } from './domains/machine.ts'
import { newsroom } from './domains/newsroom.ts'
import { notebookService } from './domains/notebook-service.ts'
import { operationsOffice } from './domains/operations-office.ts'
import { payments } from './domains/payments.ts'
import { queryBuilder } from './domains/query-builder.ts'
import { recipeBox } from './domains/recipe-box.ts'
import { salesDesk } from './domains/sales-desk.ts'
import { structuralOffice } from './domains/structural-office.ts'

const byOccupation: Readonly<Record<Occupation | 'unclear', NonEmpty<Domain>>> = {
  '11-0000': [operationsOffice],
  '13-0000': [accounting],
  '15-0000': [payments, notebookService, queryBuilder, eventPipeline],
  '17-0000': [structuralOffice],
  '19-0000': [ecologyLab],
  '23-0000': [lawOffice],
  '25-0000': [classroom],
  '27-0000': [newsroom],
  '29-0000': [clinic],
  '41-0000': [salesDesk],
  '43-0000': [frontOffice],
  unclear: [recipeBox, boardGames],
}

/**
 * The project that a person's session is about: of their trade where the session tells it, else one that tells none. Where
 * a machine is the matter, only the instructions are theirs.
 */
export function domainOf(
  person: Person,
  { occupation, mode, codebase }: Pick<Truth, 'occupation' | 'mode' | 'codebase'>,
): Domain {
  const domains = byOccupation[occupation]
  const own = domains[Math.floor(person.taste * domains.length)] ?? domains[0]
  if (mode !== 'operate' || codebase !== 'none') return own
  return { ...machine, occupation, instructions: own.instructions }
}
