// Starts the built program on a fresh demo city and stops it again.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '..', '..')

/** Building the demo city in a debug build on two busy cores takes a while. */
const START_LIMIT_MS = 600_000

/** So long a city that was built is copied instead of building its like: its clock goes on, and its morning must not be over. */
const FRESH_MS = 20 * 60_000

/** Where cargo put the program: MOTCUA_BIN, else the debug build of the target folder in force. */
export function binary() {
  const target = process.env.CARGO_TARGET_DIR ?? join(ROOT, 'target')
  const program = resolve(process.env.MOTCUA_BIN ?? join(resolve(ROOT, target), 'debug', 'motcua'))
  if (!existsSync(program)) {
    throw new Error(`${program} is not there: run \`cargo build --bin motcua\`, or set MOTCUA_BIN`)
  }
  return program
}

const CITY = ['demo', '--dossiers', '600', '--seed', '7']

/** Starts `motcua demo` on a free port and a new folder; answers `{ url, data, log(), stop({ keep }) }`. */
export async function startDemo() {
  return start(await demoFolder(), CITY)
}

/** A new folder with the demo city in it, which nobody serves yet. */
export async function demoFolder() {
  const data = await mkdtemp(join(tmpdir(), 'motcua-e2e-'))
  const program = binary()
  const { mtimeMs, size } = await stat(program)
  // Beside a program of the build, which is the build's own folder; another's may be nobody's to write into.
  const shelf = join(process.env.MOTCUA_BIN ? tmpdir() : dirname(program), 'motcua-demos')
  const kept = join(shelf, `${Math.round(mtimeMs)}-${size}`)
  const age = await stat(kept).then(found => Date.now() - found.mtimeMs, () => Infinity)
  if (age < FRESH_MS) {
    await cp(kept, data, { recursive: true })
    return data
  }
  await build(data)
  // Whole under its name, or not there: what is half copied is nobody's city.
  const half = join(shelf, `half-${process.pid}`)
  await rm(shelf, { recursive: true, force: true })
  await mkdir(shelf, { recursive: true })
  await cp(data, half, { recursive: true })
  await rename(half, kept)
  return data
}

/** Has the program build the demo city and end. */
async function build(data) {
  const [verb, ...rest] = CITY
  const { child, log } = run(['--build-only', ...rest], { verb, data })
  const killer = setTimeout(() => child.kill('SIGKILL'), START_LIMIT_MS)
  const [code] = await once(child, 'exit')
  clearTimeout(killer)
  if (code !== 0) {
    await rm(data, { recursive: true, force: true })
    throw new Error(`motcua built no demo city (${code})\n--- the program's last words ---\n${log().slice(-4000)}`)
  }
}

/** Starts `motcua serve` on the folder of a city that is there, with settings from `env`. */
export function serve(data, env) {
  return start(data, ['serve'], env)
}

/** Runs a command of the program on a folder; the process, and what it said so far. */
function run(args, { verb, data, settings = {} }) {
  // The environment goes along so that a developer can set RUST_LOG; but the demo lives in its own folder only.
  const env = { ...process.env, ...settings }
  delete env.DATABASE_URL
  const child = spawn(binary(), [verb, '--data', data, ...args], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let log = ''
  const keep = chunk => { log = (log + chunk).slice(-100_000) }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  child.on('error', error => keep(`\n${error.message}\n`))
  return { child, log: () => log }
}

async function start(data, [verb, ...rest], settings = {}) {
  const port = await freePort()
  // By name: browsers give passkeys to names only.
  const here = { MOTCUA_PUBLIC_URL: `http://localhost:${port}`, ...settings }
  const { child, log } = run(['--listen', `127.0.0.1:${port}`, ...rest], { verb, data, settings: here })
  const gone = once(child, 'exit')

  const stop = async ({ keep = false } = {}) => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM')
      const killer = setTimeout(() => child.kill('SIGKILL'), 10_000)
      await gone
      clearTimeout(killer)
    }
    if (!keep) await rm(data, { recursive: true, force: true })
  }

  const url = `http://127.0.0.1:${port}`
  try {
    await waitUntilHealthy(url, child)
  } catch (error) {
    await stop()
    throw new Error(`${error.message}\n--- the program's last words ---\n${log().slice(-4000)}`)
  }
  return { url, data, stop, log }
}

async function waitUntilHealthy(url, child) {
  const end = Date.now() + START_LIMIT_MS
  while (Date.now() < end) {
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Error(`motcua ended with ${child.exitCode ?? child.signalCode} before it answered`)
    }
    try {
      const answer = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(5000) })
      if (answer.ok) return
    } catch { /* not listening yet */ }
    await new Promise(next => setTimeout(next, 200))
  }
  throw new Error(`no answer from ${url}/healthz in ${START_LIMIT_MS / 1000} s`)
}

/** A port of 127.0.0.1 that was free a moment ago. */
async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address()
  probe.close()
  await once(probe, 'close')
  return port
}
