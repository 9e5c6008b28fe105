import type { Domain } from '../domain.ts'

export const queryBuilder: Domain = {
  occupation: '15-0000',
  project: 'plume-sql',
  language: 'typescript',
  files: ['src/compile/joins.ts', 'src/dialects/postgres.ts', 'src/types/infer.ts', 'src/cli/main.ts'],
  data: ['bench/plans.csv', 'test/fixtures/queries.json'],
  documents: ['docs/dialects.md', 'docs/types.md', 'README.md'],
  parts: ['compileJoin', 'inferRow', 'quoteIdentifier', 'bindParameters'],
  entities: ['query', 'column', 'dialect', 'binding', 'alias', 'clause'],
  things: ['the query builder', 'the type hints', 'the command line', 'the generated SQL'],
  terms: ['join', 'dialect', 'generic type', 'parser'],
  features: [
    'support lateral joins in the Postgres dialect',
    'infer nullable columns from outer joins',
    'print the plan of a query from the command line',
    'bind arrays as one parameter',
  ],
  faults: [
    'a left join makes columns non-nullable',
    'identifiers with a dot are quoted wrongly',
    'parameters are numbered twice when a query is reused',
    'the types take half a minute to check',
  ],
  invariants: [
    'every value ends as a bound parameter, never as text',
    'compiling the same query twice gives the same string',
    'an outer join widens exactly the columns of its inner side',
    'the type tests pass without a widened any',
  ],
  edgeCases: [
    'a self join where both sides carry the same alias',
    'an empty IN list',
    'a reserved word as a column name in MySQL',
    'a subquery that is used in two places',
  ],
  reasons: [
    'conditional types distribute over unions and blow up the checker',
    'semver: a narrower return type breaks callers',
    'each dialect escapes differently and the core must not know',
    'aliases are resolved lazily',
  ],
  questions: [
    'which queries got slower between two versions',
    'how the compile time depends on the number of joins',
    'which dialects the open issues are about',
    'how many plans fall back to a sequential scan',
  ],
  texts: [
    'the page on lateral joins',
    'an upgrade guide for the next major version',
    'a short article on how nullability is inferred',
    'the contributing guide',
  ],
  instructions: [
    'An open-source library that we maintain; users depend on its releases, follow semver and keep the changelog.',
    'Contributions come as pull requests; run the linter and the type tests in CI before review.',
    'Issues are triaged on Mondays; link the issue in the commit message.',
  ],
}
