import { type LabelValue, socMajorGroups, type WorkMode } from '@fieldwork/codebook'
import type { Evidence } from './evidence.ts'

type Group = LabelValue<'occupation_work'>

/** Trades and workplaces by the words with which their people name themselves and their surroundings. */
const trades: Readonly<Partial<Record<Group, string>>> = {
  '11-0000':
    'project manager|product manager|program manager|ceo|coo|operations manager|general manager|store manager|head of \\w+',
  '13-0000':
    'accountant|auditor|accounting|financial analyst|bookkeep\\w+|comptroller|underwriter|actuar\\w+|procurement|human resources|recruiter|hr team|loan officer|budget office|tax (advisor|preparer|practice)|finance team',
  '15-0000':
    'software (engineer|developer)|developer|backend|frontend|devops|sre|data (scientist|engineer)|programmer|sysadmin|platform team|engineering team|tech lead|our (repo|monorepo|codebase|service|api|sdk|users|release)',
  '17-0000':
    'mechanical engineer|civil engineer|structural engineer|electrical engineer|architect(ure)? (office|practice|firm)|surveyor|cad drawings?|hvac engineer|aerospace|pcb|firmware engineer',
  '19-0000':
    'scientist|biologist|chemist|physicist|researcher|our lab|the lab|principal investigator|postdoc|phd student|epidemiolog\\w+|psycholog(ist|y lab)|economist|ecolog\\w+|field site|geolog\\w+|assays?|specimens?|survey wave',
  '21-0000': 'social worker|case ?worker|counsell?or|pastor|chaplain|community outreach|parish|food bank',
  '23-0000':
    'lawyer|attorney|paralegal|law (firm|office)|solicitor|barrister|our clients? (matter|case)|litigation|legal counsel',
  '25-0000':
    'teacher|professor|lecturer|instructor|my (students|class|pupils|course)|school district|classroom|librarian|curriculum|syllabus|teaching assistant',
  '27-0000':
    'journalist|(copy|newspaper|managing) editor|newsroom|writer|novelist|graphic designer|photographer|musician|filmmaker|podcaster|film producer|illustrator|animator|copywriter|content creator|streamer',
  '29-0000':
    'nurse|physician|doctor|surgeon|pharmacist|therapist|dentist|veterinarian|radiolog\\w+|clinician|our (ward|clinic|hospital|patients)|dietitian|paramedic',
  '31-0000': 'nursing assistant|home health aide|medical assistant|caregiver|dental assistant|orderly',
  '33-0000': 'firefighter|police|security guard|detective|correctional|lifeguard|dispatcher of the fire',
  '35-0000': 'chef|cook|restaurant|bartender|barista|kitchen|catering|bakery',
  '37-0000': 'janitor|landscap\\w+|groundskeeper|cleaning (company|service)|pest control|gardener',
  '39-0000':
    'hairdresser|salon|fitness (trainer|instructor)|personal trainer|childcare|nanny|funeral|tour guide',
  '41-0000':
    'sales (rep\\w*|team|manager)|account executive|realtor|real estate agent|retail|cashier|my shop|storefront|insurance agent|our customers? pipeline',
  '43-0000':
    'secretary|receptionist|office (assistant|administrator|manager)|data entry|(office|filing|records) clerk|front desk|administrative assistant',
  '45-0000': 'farm(er)?|ranch|orchard|vineyard|forester|logging crew|fishery|crops|herd',
  '47-0000':
    'building contractor|construction (site|company)|carpenter|electrician|plumber|roofer|mason|mining|job ?site',
  '49-0000':
    '(car|auto|bike|aircraft) mechanic|repair technician|repair shop|maintenance (crew|team|technician)|lineman|hvac (tech|repair)',
  '51-0000':
    'machinist|welder|assembly line|factory|plant floor|cnc|shop floor|printing press|production line',
  '53-0000':
    'truck(er| driver)|airline pilot|warehouse (floor|shift|staff|team)|courier|truck fleet|logistics driver|bus driver|forklift',
  '55-0000': 'army|navy|air force|marine corps|battalion|squadron|platoon|sergeant|military',
}

const patterns = Object.entries(trades).map(([group, words]) => ({
  group,
  /** The person says what they are, or whose work this is. */
  said: new RegExp(
    `\\b(i'?m|i am|i work as|as|we are|we'?re|my job as|work(s|ing)? as|i run|i own|maintained by|written (by|for)|belongs to|used by|user is|author is|owner is|for my work as)\\s+(an?|the|our|my)?\\s*(\\w+\\s){0,2}(${words})\\b`,
    'i',
  ),
  named: new RegExp(`\\b(${words})\\b`, 'gi'),
}))

/** Any trade's words. Nearly no session has any: one look for all of them spares a look for each. */
const anyTrade = new RegExp(`\\b(${Object.values(trades).join('|')})\\b`, 'i')

const isGroup = (group: string): group is Group => socMajorGroups.some((known) => known === group)

/** A profession of software: team repositories, review and release practice, continuous integration. */
const practice = [
  /\b(pull request|pr #?\d+|prs?\b|code review|reviewers?|coderabbit|merge request)/i,
  /\b(releases?|changelog|semver|release notes|testflight|app store|production|staging|customers?)\b/i,
  /\b(ci\b|github actions|pipeline|linter|pre-commit|codeowners)/i,
  /\b(monorepo|our (team|users|api|sdk|repo|codebase)|tickets?|sprint|backlog|issues? #\d+|jira|linear)\b/i,
]

/** The person's own occupation by side signals alone; unclear without one. */
export function occupationUserOf(evidence: Evidence): LabelValue<'occupation_user'> {
  const words = evidence.words.map(({ own }) => own).join('\n')
  const around = `${words}\n${evidence.surroundings}`
  const said = anyTrade.test(around) ? patterns.find(({ said }) => said.test(around))?.group : undefined
  if (said !== undefined && isGroup(said)) return said
  const other = mostNamed(`${evidence.surroundings}\n${evidence.paths.slice(0, 200).join('\n')}`, 2)
  if (other !== undefined && other !== '15-0000') return other
  const kinds = evidence.commands.flatMap(({ kinds }) => kinds)
  const works = evidence.words.map(({ own, plan }) => `${own}\n${plan}`).join('\n')
  // Work that goes to others counts twice: it is shared, reviewed and released.
  const signs =
    practice.filter((sign) => sign.test(`${works}\n${evidence.surroundings}`)).length +
    (kinds.includes('pullRequest') || kinds.includes('push') ? 2 : 0) +
    (kinds.includes('commit') ? 1 : 0)
  return signs >= 2 ? '15-0000' : 'unclear'
}

function mostNamed(text: string, atLeast: number): Group | undefined {
  if (!anyTrade.test(text)) return undefined
  const [most] = patterns
    .map(({ group, named }) => ({ group, times: new Set(text.toLowerCase().match(named)).size }))
    .filter(({ times }) => times >= atLeast)
    .sort((a, b) => b.times - a.times)
  return most !== undefined && isGroup(most.group) ? most.group : undefined
}

/** Whose work this typically is: software's where code is the matter; else by what is spoken of, where that says it. */
export function occupationWorkOf(evidence: Evidence, mode: WorkMode | undefined): Group | undefined {
  const { code, test, config, agent } = evidence.lines
  const developing = mode !== undefined && !['analyse', 'write', 'plan', 'understand'].includes(mode)
  if (developing || code + test + config + agent > 0) return '15-0000'
  const spoken = evidence.words.map(({ own, plan }) => `${own}\n${plan}`).join('\n')
  const software =
    /\b(code|repo|api|function|class|module|database|server|client|app|component|endpoint|schema|deploy|test|bug|commit|branch)\b/gi
  const named = mostNamed(spoken, 1)
  if (named !== undefined && (spoken.match(software)?.length ?? 0) < 3) return named
  return evidence.reads > 0 || evidence.commands.length > 0 ? '15-0000' : undefined
}
