import type { Domain } from '../domain.ts'

export const recipeBox: Domain = {
  occupation: 'unclear',
  project: 'recipe-box',
  language: 'typescript',
  files: ['src/recipes.ts', 'src/shopping-list.ts', 'src/units.ts', 'src/search.ts'],
  data: ['data/recipes.json', 'data/pantry.csv'],
  documents: ['README.md', 'notes/ideas.md', 'notes/units.md'],
  parts: ['scaleRecipe', 'mergeItems', 'convertUnit', 'rankRecipes'],
  entities: ['recipe', 'item', 'unit', 'portion', 'step', 'tag'],
  things: ['the list of recipes', 'the shopping list', 'the search', 'the start page'],
  terms: ['database', 'filter', 'unit conversion', 'state'],
  features: [
    'scale a recipe to any number of portions',
    'merge the same item from two recipes',
    'search by what is left in the pantry',
    'print a week of meals',
  ],
  faults: [
    'spoons are converted to grams for liquids',
    'the shopping list shows an item twice',
    'the search finds nothing with a capital letter',
    'the page is empty after a reload',
  ],
  invariants: [
    'scaling up and down again gives the same amounts',
    'merged items keep their dimension: mass and volume are never added',
    'an unknown unit is passed through and never dropped',
    'the order of the steps does not change',
  ],
  edgeCases: [
    'an amount that is a range',
    'an item without an amount',
    'a fraction written with one character',
    'two units of different dimension for one item',
  ],
  reasons: [
    'density differs per item and a fixed factor lies',
    'floating point makes a third of a cup grow',
    'the stored amounts are the source and the view only formats them',
    'sorting before merging keeps it linear',
  ],
  questions: [
    'which ingredients turn up in most recipes',
    'how cooking time goes with the number of steps',
    'how many recipes I could cook from the pantry',
    'which tags overlap most',
  ],
  texts: [
    'a readme that says how to add a recipe',
    'a page with tips on measuring',
    'a short text for the start page',
    'a list of ideas in full sentences',
  ],
  instructions: [
    'Use short function names.',
    'Amounts are stored in grams and millilitres.',
    'Keep the page small.',
  ],
}
