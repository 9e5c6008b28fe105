export const pathKinds = ['code', 'test', 'docs', 'plan', 'agent', 'config', 'data'] as const
export type PathKind = (typeof pathKinds)[number]

/** In this order: the first pattern that a path meets. */
const patterns: readonly (readonly [PathKind, RegExp])[] = [
  [
    'agent',
    /(^|\/)(claude|agents|gemini|skill|copilot-instructions)\.md$|(^|\/)\.(claude|cursor|codex|gemini)\/(?!plans\/)|(^|\/)(prompts?|skills|subagents|evals?)\/|\.(prompt|mdc)$|(^|\/)agents\/[^/]*\.(md|ya?ml|toml)$|(^|\/)\.cursorrules$/i,
  ],
  [
    'plan',
    /(^|\/)(plans?|planning|\.planning|specs?|rfcs?|adrs?|proposals?|design|todos?)\/.*\.(md|mdx|txt|rst|ya?ml)$|(^|\/)[^/]*(plan|spec|design|roadmap|rfc|proposal|architecture|requirements|todo)[^/]*\.(md|mdx|rst)$/i,
  ],
  [
    'test',
    /(^|\/)(tests?|__tests__|e2e|testdata|fixtures)\/|[._-](test|spec|e2e)\.[a-z]+$|(^|\/)test_[^/]*\.py$|_test\.[a-z]+$|tests?\.(swift|cs|java|kt)$|(^|\/)conftest\.py$/i,
  ],
  ['docs', /\.(md|mdx|rst|adoc|txt|tex|docx?|odt|rtf|pptx?|pdf|bib)$/i],
  ['data', /\.(csv|tsv|ipynb|parquet|xlsx?|rmd|qmd|sav|dta|geojson)$/i],
  [
    'config',
    /\.(ya?ml|toml|ini|cfg|conf|env|tf|tfvars|lock|properties|plist|pbxproj|xcconfig|gradle|nix|service)$|(^|\/)(dockerfile|makefile|justfile|procfile|vagrantfile|codeowners)[^/]*$|(^|\/)\.[a-z0-9_.-]+$|(^|\/)(package|package-lock|tsconfig|app|eas|vercel|biome|renovate)(\.[a-z]+)?\.json$|(^|\/)\.github\//i,
  ],
]

/** What kind of file stands at a path, by its folder, name and extension. */
export function pathKind(path: string): PathKind {
  return patterns.find(([, pattern]) => pattern.test(path))?.[0] ?? 'code'
}

/** Whether a project, by its folder's name, holds rules or prompts for agents: its documents are then for them. */
export function isForAgents(project: string | null): boolean {
  return /(^|[-_.])(agents?|prompts?|claude|skills?|rules)([-_.]|$)/i.test(project?.split('/').at(-1) ?? '')
}
