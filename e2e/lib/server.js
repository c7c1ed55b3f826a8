// Starts the built program on a fresh demo city and stops it again.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '..', '..')

/** Building the demo city in a debug build on two busy cores takes a while. */
const START_LIMIT_MS = 600_000

/** Where cargo put the program: MOTCUA_BIN, else the debug build of the target folder in force. */
export function binary() {
  if (process.env.MOTCUA_BIN) return resolve(process.env.MOTCUA_BIN)
  const target = process.env.CARGO_TARGET_DIR ?? join(ROOT, 'target')
  return join(resolve(ROOT, target), 'debug', 'motcua')
}

/** Starts `motcua demo` on a free port and a new folder; answers `{ url, data, log(), stop({ keep }) }`. */
export async function startDemo({ dossiers = 600, seed = 7 } = {}) {
  const data = await mkdtemp(join(tmpdir(), 'motcua-e2e-'))
  return start(data, ['demo', '--dossiers', String(dossiers), '--seed', String(seed)])
}

/** Starts `motcua serve` on the folder of a city that is there, with settings from `env`. */
export function serve(data, env) {
  return start(data, ['serve'], env)
}

async function start(data, command, settings = {}) {
  const program = binary()
  if (!existsSync(program)) {
    throw new Error(`${program} is not there: run \`cargo build --bin motcua\`, or set MOTCUA_BIN`)
  }
  const port = await freePort()
  const [verb, ...rest] = command
  const args = [verb, '--data', data, '--listen', `127.0.0.1:${port}`, ...rest]
  // The environment goes along so that a developer can set RUST_LOG; but the demo lives in its own folder only.
  // By name: browsers give passkeys to names only.
  const env = { ...process.env, MOTCUA_PUBLIC_URL: `http://localhost:${port}`, ...settings }
  delete env.DATABASE_URL
  const child = spawn(program, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let log = ''
  const keep = chunk => { log = (log + chunk).slice(-100_000) }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  child.on('error', error => keep(`\n${error.message}\n`))
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
    throw new Error(`${error.message}\n--- the program's last words ---\n${log.slice(-4000)}`)
  }
  return { url, data, stop, log: () => log }
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
