export type CommandKind =
  | 'test'
  | 'check'
  | 'commit'
  | 'push'
  | 'pullRequest'
  | 'operate'
  | 'git'
  | 'data'
  | 'run'
  | 'create'
  | 'look'

/** In this order: the first pattern that a simple command meets, wrappers such as `npx` already taken off. */
const patterns: readonly (readonly [CommandKind, RegExp])[] = [
  [
    'test',
    /^((npm|pnpm|yarn|bun|deno)( run)?( -\S+)* (test|t|e2e)\b|(\S*\/)?(pytest|py\.test|vitest|jest|mocha|ava|phpunit|rspec|ctest|tox|nox|playwright test|cypress run|karma|gotestsum|nextest)\b|(go|cargo|dotnet|mix|swift|gradle|\.\/gradlew|mvn|\.\/mvnw|make|just|mise( run)?|rake|bazel|flutter|dart|sbt|zig|cabal|stack)( \S+)* (test|tests|e2e|check-tests)\b|go test|xcodebuild( \S+)* test\b|python3?( -\S+)? -m (pytest|unittest)|node --test|\S*run_?tests?\S*\.(sh|py))/,
  ],
  ['commit', /^git( -C \S+| -c \S+)* commit\b/],
  ['pullRequest', /^(gh|glab) (pr|mr) (create|merge|ready)\b/],
  ['push', /^git( -C \S+)* push\b/],
  [
    'check',
    /^((npm|pnpm|yarn|bun)( run)? (lint|typecheck|type-check|build|check|format|compile|verify)|tsc|eslint|biome|prettier|ruff|mypy|pyright|flake8|black|golangci-lint|go (build|vet)|cargo (build|check|clippy|fmt)|swift build|xcodebuild|make|just|gradle|\.\/gradlew|mvn|dotnet build|shellcheck|vite build|next build|latexmk|pdflatex)\b/,
  ],
  [
    'operate',
    /^(docker|docker-compose|podman|kubectl|helm|terraform|tofu|ansible\S*|aws|gcloud|az|fly|flyctl|vercel|netlify|wrangler|railway|heroku|firebase|eas|systemctl|journalctl|service|ssh|scp|rsync|apt|apt-get|brew|dnf|yum|snap|nginx|certbot|crontab|supabase|pulumi|goreleaser|npm (install|i|ci|publish|version|update|uninstall)|pnpm (install|add|i)|yarn (install|add)|bun (install|add)|pip3? install|uv (sync|add|pip|lock)|poetry (add|install)|gem install|bundle install|cargo (install|add|publish)|go (install|get|mod)|(gh|glab) (run|workflow|release|secret)|expo (prebuild|install|run)|pod install|asc|fastlane|chmod|chown|export|printenv|kill|lsof|ps)\b/,
  ],
  ['git', /^(git|gh|glab|jj|hg|svn)\b/],
  [
    'create',
    /^(git init|(npm|pnpm|yarn|bun) (init|create)|npm create|cargo (new|init)|uv init|poetry new|django-admin startproject|rails new|flutter create|dotnet new|create-\S+|degit)\b/,
  ],
  [
    'data',
    /^(psql|sqlite3|duckdb|mysql|mlr|xsv|csvstat|csvsql|Rscript|R|jupyter|bq|jq|awk|datasette|clickhouse\S*)\b/,
  ],
  [
    'run',
    /^(python3?|node|tsx|ts-node|bun|deno|ruby|go run|cargo run|java|php|perl|npm (run|start)|pnpm|yarn|curl|wget|\.\/\S+|bash|sh|swift)\b/,
  ],
]

/** What stands before the command proper. */
const wrapper =
  /^(sudo|time|command|env|nohup|timeout \S+|npx( --yes| -y| --no-install)*|pnpm (dlx|exec)|yarn dlx|bunx|uvx|uv run( --\S+)*|poetry run|pipenv run|bundle exec|rtk|[A-Z_][A-Z0-9_]*=\S*) +/

/** The kinds of the simple commands in a line of shell, `cd` and printing left out. */
export function commandKinds(line: string): CommandKind[] {
  return line
    .split(/&&|\|\||;|\n|\|/)
    .map(bare)
    .filter((command) => command !== '' && !/^(cd|echo|printf|sleep|true|set|#)/.test(command))
    .map(
      (command) => creating(command) ?? patterns.find(([, pattern]) => pattern.test(command))?.[0] ?? 'look',
    )
}

/** Beginning something is told before the tools it is done with. */
const creating = (command: string): CommandKind | undefined =>
  patterns.find(([kind, pattern]) => kind === 'create' && pattern.test(command))?.[0]

function bare(command: string): string {
  let rest = command.trim().replace(/^\(+/, '')
  for (let before = ''; before !== rest; ) {
    before = rest
    rest = rest.replace(wrapper, '')
  }
  return rest
}

/** Whether the end of a run's output speaks of failure, of success, or says nothing. */
export function saidBy(output: string): 'passed' | 'failed' | 'nothing' {
  const failures = [...output.matchAll(/\b(\d+) (failed|failing|failures?|errors?)\b/gi)]
  if (failures.some(([, count]) => Number(count) > 0)) return 'failed'
  if (
    /(^|\n)\s*(FAIL\b|FAILED\b|✗|✖)|test result: FAILED|TEST FAILED|BUILD FAILED|Traceback \(most/.test(
      output,
    )
  ) {
    return 'failed'
  }
  if (
    /\b[1-9]\d* (passed|passing|tests? passed)\b|test result: ok|(^|\n)(ok|PASS)\b|SUCCEEDED|\bOK \(|\bOK$|All \S* ?tests? pass/im.test(
      output,
    )
  ) {
    return 'passed'
  }
  return 'nothing'
}
