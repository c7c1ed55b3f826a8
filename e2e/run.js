// Runs the browser tests: `node run.js [--harness] [NAME…]`.
// Without MOTCUA_E2E_URL it starts `motcua demo` first; with it, it tests the server that stands there.
// `--harness` runs only the tests of the helpers themselves, which need no server.
// NAME picks the files whose path contains it.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { startDemo } from './lib/server.js'

const here = import.meta.dirname
const args = process.argv.slice(2)
const names = args.filter(arg => !arg.startsWith('--'))
const folders = args.includes('--harness') ? ['harness'] : ['harness', 'journeys']
const files = folders
  .flatMap(folder => readdirSync(join(here, folder)).sort().map(file => join(folder, file)))
  .filter(file => file.endsWith('.test.js'))
  .filter(file => names.length === 0 || names.some(name => file.includes(name)))

if (files.length === 0) {
  console.error(`no test file matches ${names.join(', ')}`)
  process.exit(1)
}

let demo
const env = { ...process.env }
if (files.some(file => file.startsWith('journeys')) && !env.MOTCUA_E2E_URL) {
  const begin = Date.now()
  demo = await startDemo()
  console.log(`motcua demo answers at ${demo.url} after ${((Date.now() - begin) / 1000).toFixed(1)} s`)
  env.MOTCUA_E2E_URL = demo.url
}

const stopDemo = async () => { await demo?.stop(); demo = undefined }
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, async () => { await stopDemo(); process.exit(1) })
}

const tests = spawn(process.execPath,
  ['--test', '--test-concurrency=1', '--test-timeout=1500000', '--test-reporter=spec', ...files],
  { cwd: here, env, stdio: 'inherit' })
const [code] = await once(tests, 'exit')
if (code !== 0 && demo) console.log(`--- the server's last words ---\n${demo.log().slice(-6000)}`)
await stopDemo()
process.exit(code ?? 1)
