import type { NonEmpty } from '../random.ts'
import type { Truth } from '../truth/truth.ts'
import type { Matter } from './matter.ts'
import { codeRequests } from './requests/code.ts'
import { lookingRequests } from './requests/looking.ts'
import { operatingRequests } from './requests/operating.ts'
import { wordRequests } from './requests/words.ts'

export type Say = (matter: Matter) => string
/** How somebody asks: in everyday words, naming files and outputs, or as an insider. */
export type Register = 'plain' | 'directive' | 'insider'
export type Requests = Readonly<Record<Register, NonEmpty<Say>>>

/** First requests by what is asked for. */
export function requestsFor({
  mode,
  codebase,
  writes,
}: Pick<Truth, 'mode' | 'codebase' | 'writes'>): Requests {
  switch (mode) {
    case 'build':
      return codebase === 'from_scratch' ? codeRequests.start : codeRequests.build
    case 'fix':
      return codeRequests.fix
    case 'test':
      return writes || codebase === 'modify_existing' ? codeRequests.tests : codeRequests.review
    case 'orchestrate':
      return codeRequests.orchestrate
    case 'operate':
      if (codebase === 'none') return operatingRequests.machine
      if (codebase === 'from_scratch') return operatingRequests.newRepository
      return codebase === 'explore_existing' ? operatingRequests.look : operatingRequests.change
    case 'understand':
      return codebase === 'none' ? lookingRequests.concept : lookingRequests.code
    case 'plan':
      return codebase === 'none' ? lookingRequests.planAhead : lookingRequests.plan
    case 'analyse':
      return wordRequests.analyse
    case 'write':
      return codebase === 'none' ? wordRequests.write : wordRequests.writeInProject
  }
}
