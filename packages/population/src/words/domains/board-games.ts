import type { Domain } from '../domain.ts'

export const boardGames: Domain = {
  occupation: 'unclear',
  project: 'game-night',
  language: 'python',
  files: ['game_night/scores.py', 'game_night/rating.py', 'game_night/schedule.py', 'game_night/stats.py'],
  data: ['data/plays.csv', 'data/games.csv'],
  documents: ['README.md', 'notes/house-rules.md', 'notes/tournament.md'],
  parts: ['update_ratings', 'pair_players', 'tie_break', 'win_rates'],
  entities: ['play', 'player', 'rating', 'round', 'table', 'score'],
  things: ['the score sheet', 'the ranking', 'the pairing', 'the list of games'],
  terms: ['rating', 'algorithm', 'tie break', 'table'],
  features: [
    'pair players who have not met yet',
    'rate players after a game with more than two',
    'suggest a game for the number of people',
    'keep the scores of a tournament',
  ],
  faults: [
    'the ranking changes when I sort it',
    'a player meets the same opponent twice',
    'draws are counted as losses',
    'ratings drift upwards over the year',
  ],
  invariants: [
    'rating points won and lost in a game sum to zero',
    'nobody gets two byes before all had one',
    'the pairing does not depend on the order of the list',
    'win rates of a game’s seats add up to one',
  ],
  edgeCases: [
    'an odd number of players in the last round',
    'a player who leaves in the middle',
    'a tie in every criterion',
    'a game without a winner',
  ],
  reasons: [
    'a naive pairing is greedy and paints itself into a corner',
    'the update has to use the ratings before the game',
    'small samples make win rates jump',
    'seat order is confounded with experience',
  ],
  questions: [
    'whether the starting player wins more often',
    'which games last longest per player',
    'how ratings changed over the winter',
    'which games people ask for again',
  ],
  texts: [
    'the house rules as one page',
    'an invitation to the tournament',
    'a readme for the scripts',
    'a summary of the season',
  ],
  instructions: ['Plain Python, no framework.', 'Scores are whole numbers.', 'Names are first names only.'],
}
