import type { Domain } from '../domain.ts'

export const newsroom: Domain = {
  occupation: '27-0000',
  project: 'longreads-desk',
  language: 'python',
  files: ['desk/transcripts.py', 'desk/fact_table.py', 'desk/layout.py', 'desk/newsletter.py'],
  data: ['interviews/quotes.csv', 'archive/headlines.csv'],
  documents: ['drafts/harbour-feature.md', 'drafts/style-sheet.md', 'drafts/newsletter.md'],
  parts: ['align_quotes', 'fact_table', 'build_issue', 'strip_filler'],
  entities: ['quote', 'story', 'source', 'caption', 'issue', 'headline'],
  things: ['the newsletter', 'the folder with the interviews', 'the page layout', 'the archive search'],
  terms: ['transcript', 'template', 'kerning', 'feed'],
  features: [
    'find every quote of one person in the interviews',
    'build the newsletter from this week’s stories',
    'mark the claims that still have no source',
    'put captions under the photo series',
  ],
  faults: [
    'quotes are cut in the middle of a sentence',
    'umlauts come out as question marks',
    'the newsletter shows last week’s lead story',
    'two captions are swapped',
  ],
  invariants: [
    'no quote is altered beyond what the style sheet allows',
    'every claim in the piece points to a line of the fact table',
    'embargoed stories never reach the feed before their hour',
    'attributions survive the re-ordering',
  ],
  edgeCases: [
    'a source who speaks on background only',
    'a correction that is published after the print run',
    'overlapping speakers in one recording',
    'a headline that wraps to three lines on the phone',
  ],
  reasons: [
    'an elided quote needs the ellipsis or it is a misquote',
    'legal clears the text and not the layout',
    'the feed is cached by readers for an hour',
    'passive constructions hide who decided it',
  ],
  questions: [
    'which headlines of the last year were read to the end',
    'how often each district appears in our coverage',
    'whether longer newsletters are opened less',
    'how many of the sources are women, by desk',
  ],
  texts: [
    'the opening of the feature on the harbour',
    'an edited version of the interview with the pilot',
    'a pitch for the magazine',
    'the house rules for captions',
  ],
  instructions: [
    'I am a journalist and edit the long-form desk of a regional newspaper; the newsroom uses these scripts for interviews and the newsletter.',
    'Follow the style sheet in drafts/style-sheet.md; never change a quote.',
    'The copy editor reads everything before it goes to print.',
  ],
}
