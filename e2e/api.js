// Runs schemathesis against the programming interface: `node api.js PATH-TO-ST`.
// The demo city answers on a loopback port; the tool calls with tokens that members of staff made on the page.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startDemo } from './lib/server.js'

const here = import.meta.dirname
const [tool] = process.argv.slice(2)
const PASSWORD = 'mot cua can tho 2012'
// Who calls what stands in schemathesis.toml: a desk, and where a desk has no right, who has it.
const CALLERS = {
  MOTCUA_DESK: ['demo.motcua', ['one_stop.view', 'one_stop.receive', 'one_stop.return']],
  MOTCUA_SPECIALIST: ['demo.chuyenvien', ['one_stop.view', 'one_stop.process']],
  MOTCUA_LEADER: ['demo.lanhdao', ['one_stop.view', 'one_stop.sign', 'targets.declare']],
  MOTCUA_INSPECTOR: ['demo.thanhtra', ['console.journal', 'targets.records']],
}

const demo = await startDemo()
process.on('SIGTERM', async () => { await demo.stop(); process.exit(1) })

const form = (path, fields, cookie) => fetch(demo.url + path, {
  method: 'POST',
  redirect: 'manual',
  headers: { 'content-type': 'application/x-www-form-urlencoded', origin: demo.url, cookie: cookie ?? '' },
  body: new URLSearchParams(fields),
})

/** A token that this member of staff makes on the page. */
async function token (login, scopes) {
  const signedIn = await form('/dang-nhap', [['ten', login], ['mat_khau', PASSWORD]])
  const cookie = (signedIn.headers.getSetCookie().find(c => c.startsWith('motcua=')) ?? '').split(';')[0]
  const page = await fetch(demo.url + '/ma-truy-cap/moi', { headers: { cookie } }).then(r => r.text())
  const until = page.match(/name="den"[^>]*value="([^"]+)"/)?.[1] ?? ''
  const fields = [['ten', 'schemathesis'], ['den', until], ['dia_chi', '127.0.0.1']]
  const made = await form('/ma-truy-cap/moi', [...fields, ...scopes.map(scope => ['quyen', scope])], cookie)
  const text = (await made.text()).match(/motcua_[A-Za-z0-9_-]{43}/)?.[0]
  if (!text) throw new Error(`${login} gets no token: ${signedIn.status}, ${made.status}`)
  return text
}

const env = { ...process.env }
try {
  for (const [name, [login, scopes]] of Object.entries(CALLERS)) env[name] = await token(login, scopes)
} catch (error) {
  console.error(error.message)
  await demo.stop()
  process.exit(1)
}

const reports = mkdtempSync(join(tmpdir(), 'motcua-api-'))
const run = spawn(tool, [
  '--config-file', join(here, 'schemathesis.toml'),
  'run', `${demo.url}/api/v1/openapi.json`,
  '--report-dir', reports,
], { cwd: reports, env, stdio: 'inherit' })
const [code] = await once(run, 'exit')
const words = demo.log()
if (code !== 0) console.log(`--- the server's last words ---\n${words.slice(-4000)}`)
await demo.stop()
// One line that xtask counts.
console.log(`test result: ${code === 0 ? 'ok' : 'FAILED'}. ${code === 0 ? 1 : 0} passed; ${code === 0 ? 0 : 1} failed`)
process.exit(code ?? 1)
