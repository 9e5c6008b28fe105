import { integer, type NonEmpty, pick, type Random } from '../random.ts'
import type { Domain, Language } from './domain.ts'
import { type Piece, poolOf } from './pieces.ts'

type Names = { readonly one: string; readonly two: string; readonly count: number }
type Template = (names: Names) => string
type Grammar = {
  readonly open: NonEmpty<Template>
  readonly body: NonEmpty<Template>
  readonly close: NonEmpty<Template>
}

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)

const typescript: Grammar = {
  open: [
    ({ one, two }) => `export function ${two}sOf(${one}: ${capital(one)}): readonly ${capital(two)}[] {`,
    ({ one, two }) => `export async function load${capital(one)}(id: string, ${two}: ${capital(two)}) {`,
    ({ one }) => `function next${capital(one)}(state: State, ${one}: ${capital(one)}): State {`,
  ],
  body: [
    ({ one, two }) => `  const ${two}s = ${one}.${two}s.filter((${two}) => ${two}.active && !${two}.closed)`,
    ({ one, count }) => `  if (${one}.amount > ${count}) throw new RangeError(\`too many: \${${one}.id}\`)`,
    ({ two }) => `  const first${capital(two)} = ${two}s.at(0) ?? empty${capital(two)}`,
    ({ one, two }) => `  for (const ${two} of ${one}.${two}s) total += ${two}.amount`,
    ({ one }) => `  // The order of ${one}s is that of their arrival, not of their ids.`,
    ({ one, two }) => `  await store.insert('${one}s', { id: ${two}.id, at: clock.now() })`,
    ({ two, count }) => `  const page = ${two}s.slice(offset, offset + ${count})`,
  ],
  close: [({ two }) => `  return ${two}s\n}`, ({ one }) => `  return { ...state, ${one} }\n}`],
}

const python: Grammar = {
  open: [
    ({ one, two }) => `def ${two}s_of(${one}: ${capital(one)}) -> list[${capital(two)}]:`,
    ({ one, two }) => `def load_${one}s(path: Path, ${two}: str) -> pd.DataFrame:`,
    ({ one }) => `def next_${one}(state: State, ${one}: ${capital(one)}) -> State:`,
  ],
  body: [
    ({ one, two }) => `    ${two}s = [${two} for ${two} in ${one}.${two}s if not ${two}.closed]`,
    ({ one, count }) =>
      `    if ${one}.amount > ${count}:\n        raise ValueError(f"too many: {${one}.id}")`,
    ({ one, two }) => `    frame = frame.merge(${two}s, on="${one}_id", how="left", validate="many_to_one")`,
    ({ two }) => `    first_${two} = next(iter(${two}s), None)`,
    ({ one }) => `    # The order of ${one}s is that of their arrival, not of their ids.`,
    ({ one, two }) => `    total = sum(${two}.amount for ${two} in ${one}.${two}s)`,
    ({ one, two }) =>
      `    frame["${two}_share"] = frame["${two}"] / frame.groupby("${one}")["${two}"].transform("sum")`,
  ],
  close: [({ two }) => `    return ${two}s`, ({ one }) => `    return replace(state, ${one}=${one})`],
}

const go: Grammar = {
  open: [
    ({ one, two }) => `func ${capital(two)}sOf(${one} *${capital(one)}) ([]${capital(two)}, error) {`,
    ({ one, two }) =>
      `func (s *Store) Load${capital(one)}(ctx context.Context, ${two} string) (*${capital(one)}, error) {`,
  ],
  body: [
    ({ one, two }) =>
      `\tfor _, ${two} := range ${one}.${capital(two)}s {\n\t\tif ${two}.Closed {\n\t\t\tcontinue\n\t\t}\n\t}`,
    ({ one, count }) =>
      `\tif ${one}.Amount > ${count} {\n\t\treturn nil, fmt.Errorf("too many: %s", ${one}.ID)\n\t}`,
    ({ two }) => `\t${two}s = append(${two}s, ${two})`,
    ({ one }) => `\t// The order of ${one}s is that of their arrival, not of their ids.`,
    ({ one, two }) => `\trow := s.db.QueryRowContext(ctx, select${capital(one)}, ${two})`,
  ],
  close: [({ two }) => `\treturn ${two}s, nil\n}`],
}

const grammars: Readonly<Record<Language, Grammar>> = { typescript, python, go }

const tests: Readonly<Record<Language, NonEmpty<Template>>> = {
  typescript: [
    ({ one, two, count }) =>
      `test('keeps every ${two} of a ${one}', () => {\n  const ${one} = make${capital(one)}({ ${two}s: ${count} })\n  expect(${two}sOf(${one})).toHaveLength(${count})\n})`,
    ({ one, two }) =>
      `test('an empty ${one} has no ${two}', () => {\n  expect(${two}sOf(make${capital(one)}({}))).toEqual([])\n})`,
  ],
  python: [
    ({ one, two, count }) =>
      `def test_keeps_every_${two}_of_a_${one}():\n    ${one} = make_${one}(${two}s=${count})\n    assert len(${two}s_of(${one})) == ${count}`,
    ({ one, two }) => `def test_an_empty_${one}_has_no_${two}():\n    assert ${two}s_of(make_${one}()) == []`,
  ],
  go: [
    ({ one, two, count }) =>
      `func Test${capital(two)}sOf${capital(one)}(t *testing.T) {\n\tgot, err := ${capital(two)}sOf(make${capital(one)}(${count}))\n\tif err != nil || len(got) != ${count} {\n\t\tt.Fatalf("got %d, %v", len(got), err)\n\t}\n}`,
  ],
}

const settings: NonEmpty<Template> = [
  ({ one, count }) => `${one}:\n  enabled: true\n  replicas: ${count % 5}\n  timeout: ${count}s`,
  ({ one, two }) => `  - name: ${one}\n    run: make ${two}\n    if: always()`,
  ({ one, two, count }) =>
    `${one}_${two}:\n  port: ${8000 + count}\n  restart: on-failure\n  # kept in step with the chart`,
]

function names(random: Random, domain: Domain): Names {
  return {
    one: pick(random, domain.entities),
    two: pick(random, domain.entities),
    count: integer(random, 2, 90),
  }
}

function functionText(random: Random, domain: Domain, grammar: Grammar): string {
  const of = names(random, domain)
  const body = Array.from({ length: integer(random, 3, 8) }, () => pick(random, grammar.body)(of))
  return [pick(random, grammar.open)(of), ...body, pick(random, grammar.close)(of)].join('\n')
}

/** Functions of a project, in its language. */
export const codeOf = (domain: Domain): NonEmpty<Piece> =>
  poolOf(`code ${domain.project}`, (random) => functionText(random, domain, grammars[domain.language]))

/** Functions of a script that reads data. */
export const scriptOf = (domain: Domain): NonEmpty<Piece> =>
  poolOf(`script ${domain.project}`, (random) => functionText(random, domain, python))

export const testsOf = (domain: Domain): NonEmpty<Piece> =>
  poolOf(`tests ${domain.project}`, (random) => pick(random, tests[domain.language])(names(random, domain)))

export const settingsOf = (domain: Domain): NonEmpty<Piece> =>
  poolOf(`settings ${domain.project}`, (random) => pick(random, settings)(names(random, domain)))
