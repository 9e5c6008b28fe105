import type { Domain } from '../domain.ts'

export const salesDesk: Domain = {
  occupation: '41-0000',
  project: 'pipeline-notes',
  language: 'python',
  files: ['sales/clean_leads.py', 'sales/forecast.py', 'sales/quotes.py', 'sales/mailing.py'],
  data: ['exports/opportunities.csv', 'exports/leads.csv'],
  documents: ['letters/renewal-offer.md', 'letters/follow-up.md', 'decks/spring-fair.md'],
  parts: ['dedupe_leads', 'stage_forecast', 'price_quote', 'merge_letters'],
  entities: ['lead', 'quote', 'region', 'renewal', 'discount', 'visit'],
  things: ['the list of leads', 'the forecast sheet', 'the quote template', 'the mailing'],
  terms: ['funnel', 'CRM', 'conversion', 'stage'],
  features: [
    'merge leads that are the same company',
    'forecast the quarter from the stages',
    'fill a quote with the discounts of the region',
    'list renewals that nobody has called',
  ],
  faults: [
    'closed deals are still in the forecast',
    'two customers get the same letter',
    'the discount is applied twice',
    'the region is empty for half of the leads',
  ],
  invariants: [
    'a deal is counted in the quarter of its close date only',
    'no quote goes below the floor price of its product',
    'an opt-out is kept through every merge',
    'weighted and unweighted totals use the same deals',
  ],
  edgeCases: [
    'a parent company with three buying offices',
    'a renewal with a mid-term upgrade',
    'a deal that moved back a stage',
    'framework contracts without a date',
  ],
  reasons: [
    'finance books on signature and we forecast on close date',
    'reps sandbag in the last week of a quarter',
    'the list price changes on the first of April',
    'territories were redrawn in January',
  ],
  questions: [
    'which stage deals get stuck in, by region',
    'how discounts go with deal size',
    'which fair brought leads that closed',
    'how the forecast missed in the last four quarters',
  ],
  texts: [
    'a follow-up letter after the spring fair',
    'a one-page offer for renewals',
    'talking points against our main competitor',
    'a summary of the quarter for the sales team',
  ],
  instructions: [
    'I am a sales manager for the northern region; these files are exports from our CRM and letters to customers.',
    'My sales team has six reps; quotas are per quarter.',
    'Letters are short and never mention a competitor by name.',
  ],
}
