import { admitsFailure, affirms, asks, corrects } from '../person.ts'
import { type Feature, flag, log, share } from './feature.ts'

/** What the person said, and what the agent said to them. */
export const speechFeatures: readonly Feature[] = [
  { name: 'requests', what: 'requests, log', of: ({ speech }) => log(speech.requests.length) },
  { name: 'assents', what: 'bare assents, log', of: ({ speech }) => log(speech.assents) },
  { name: 'plans', what: 'plans pasted or accepted, log', of: ({ speech }) => log(speech.plans) },
  {
    name: 'plans.only',
    what: 'plans and no request',
    of: ({ speech }) => flag(speech.plans > 0 && speech.requests.length === 0),
  },
  { name: 'own.words', what: "the person's words, log", of: ({ speech }) => log(speech.ownWords) },
  { name: 'own.first', what: 'words of the first request, log', of: ({ speech }) => log(speech.firstWords) },
  {
    name: 'own.mean',
    what: 'words in a request, log',
    of: ({ speech }) => log(share(speech.ownWords, speech.requests.length)),
  },
  { name: 'own.few', what: 'under 25 words', of: ({ speech }) => flag(speech.ownWords < 25) },
  { name: 'own.none', what: 'under 6 words', of: ({ speech }) => flag(speech.ownWords < 6) },
  { name: 'corrections', what: 'corrections, log', of: ({ speech }) => log(speech.corrections) },
  {
    name: 'corrections.share',
    what: 'share of later requests that correct',
    of: ({ speech }) => share(speech.corrections, speech.requests.length - 1),
  },
  { name: 'rejections', what: 'rejections, log', of: ({ speech }) => log(speech.rejections) },
  { name: 'complaints', what: 'complaints, log', of: ({ speech }) => log(speech.complaints) },
  {
    name: 'affirmations',
    what: 'words that confirm or thank, log',
    of: ({ speech }) => log(speech.affirmations),
  },
  { name: 'questions', what: 'questions, log', of: ({ speech }) => log(speech.questions) },
  {
    name: 'questions.share',
    what: 'share of requests that are questions',
    of: ({ speech }) => share(speech.questions, speech.requests.length),
  },
  {
    name: 'first.question',
    what: 'the first request is a question',
    of: ({ speech }) => flag(asks(speech.requests[0] ?? '')),
  },
  { name: 'pastes', what: "programs' output pasted, log", of: ({ speech }) => log(speech.pastes) },
  { name: 'foreign', what: 'share of letters that are not Latin', of: ({ speech }) => speech.foreign },
  {
    name: 'last.affirms',
    what: 'the last request confirms',
    of: ({ speech }) => flag(speech.requests.length > 1 && affirms(speech.lastRequest)),
  },
  {
    name: 'last.corrects',
    what: 'the last request corrects',
    of: ({ speech }) => flag(speech.requests.length > 1 && corrects(speech.lastRequest)),
  },
  {
    name: 'last.words',
    what: 'words of the last request, log',
    of: ({ speech }) => log(speech.lastRequest.split(/\s+/).length),
  },
  {
    name: 'apologies',
    what: 'the agent owns up to a mistake, log',
    of: ({ speech }) => log(speech.apologies),
  },
  {
    name: 'claims',
    what: 'the agent says that something is done, log',
    of: ({ speech }) => log(speech.claims),
  },
  { name: 'agent.texts', what: "the agent's texts, log", of: ({ speech }) => log(speech.agent.length) },
  {
    name: 'agent.admits',
    what: 'the last text admits failure',
    of: ({ evidence }) => flag(admitsFailure(evidence.lastText)),
  },
  {
    name: 'agent.asks',
    what: 'the last text ends in a question',
    of: ({ evidence }) => flag(/\?\W*$/.test(evidence.lastText)),
  },
  {
    name: 'agent.last',
    what: 'characters of the last text, log',
    of: ({ evidence }) => log(evidence.lastText.length),
  },
]
