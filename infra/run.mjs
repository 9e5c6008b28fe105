// Runs a script of the repository under its own Node, after installing what is missing. Plain JavaScript, since it is the
// one file that an older Node must be able to run.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const [script, ...args] = process.argv.slice(2)

/** npm itself, by the path it gives its scripts, so that no shell is needed. */
function npm(...npmArgs) {
  const cli = process.env.npm_execpath
  const [command, first] = cli === undefined ? ['npm', []] : [process.execPath, [cli]]
  const { status } = spawnSync(command, [...first, ...npmArgs], { cwd: root, stdio: ['ignore', 2, 2] })
  if (status !== 0) process.exit(status ?? 1)
}

/** npm writes this file at the end of every installation. */
function isInstalled() {
  const marker = join(root, 'node_modules/.package-lock.json')
  return existsSync(marker) && statSync(marker).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs
}

/** The pinned Node. Its package fetches the binary in an install script; where scripts are off, it is had without one. */
function pinnedNode() {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const version = manifest.devDependencies.node
  const binary = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node'
  const installed = join(root, 'node_modules/node', binary)
  if (existsSync(installed)) return installed
  const name = `node-${process.platform}-${process.arch}`
  const prefix = join(root, '.fieldwork/node')
  const fetched = join(prefix, 'node_modules', name, binary)
  if (!existsSync(fetched)) {
    npm(
      'install',
      '--prefix',
      prefix,
      '--no-save',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      `${name}@${version}`,
    )
  }
  return fetched
}

if (!isInstalled()) {
  console.error('Installing the dependencies (once, about a minute) …')
  npm('ci', '--no-audit', '--no-fund', '--loglevel=error')
}

// Four processes of the same code are started: it is compiled once.
const NODE_COMPILE_CACHE = join(root, '.fieldwork/compile-cache')
const child = spawn(pinnedNode(), [join(root, script), ...args], {
  stdio: 'inherit',
  env: { NODE_COMPILE_CACHE, ...process.env },
})
// A terminal sends Ctrl-C to both processes; the child decides when to end.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
  })
}
child.on('exit', (code) => process.exit(code ?? 1))
