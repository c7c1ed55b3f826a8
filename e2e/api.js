// Runs schemathesis against the programming interface: `node api.js PATH-TO-ST`.
// The demo city answers on a loopback port; the tool calls with tokens that members of staff made on the page, and begins with
// examples that exist there (lib/examples.js), so that it gets past the door of every operation.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { described, successes } from './lib/examples.js'
import { startDemo } from './lib/server.js'

const here = import.meta.dirname
const [tool] = process.argv.slice(2)
const PASSWORD = 'mot cua can tho 2012'
// Who calls what stands in schemathesis.toml: a desk, and where a desk has no right, who has it.
const CALLERS = {
  DESK: ['demo.motcua', ['one_stop.view', 'one_stop.receive', 'one_stop.return', 'messages.answer', 'fees.view',
    'fees.collect', 'counter.view', 'counter.serve', 'post.view', 'post.send']],
  WARD: ['demo.motcua.xa', ['one_stop.view', 'one_stop.receive']],
  SPECIALIST: ['demo.chuyenvien', ['one_stop.view', 'one_stop.process', 'results.view', 'results.propose', 'budgets.view',
    'budgets.edit', 'budgets.spend', 'plans.view', 'plans.edit',
    'reports.view', 'reports.edit']],
  HEAD: ['demo.truongphong', ['one_stop.view', 'one_stop.appraise', 'fees.view', 'fees.approve', 'budgets.view',
    'budgets.submit', 'campaigns.view', 'campaigns.enter', 'plans.view', 'plans.submit',
    'messages.conclude']],
  LEADER: ['demo.lanhdao', ['one_stop.view', 'one_stop.sign', 'one_stop.move_flow', 'targets.declare', 'par_index.view', 'plans.view',
    'results.view', 'results.decide', 'budgets.view', 'budgets.review', 'budgets.decide', 'budgets.allocate',
    'inspections.view', 'inspections.report', 'campaigns.view', 'campaigns.enter', 'campaigns.verify', 'par_index.assess',
    'par_index.submit', 'plans.edit', 'plans.submit', 'plans.check_in', 'plans.review', 'plans.approve', 'emulation.view',
    'final_review.view']],
  CONTROL: ['demo.kiemsoat', ['petitions.view', 'petitions.handle', 'petitions.publish', 'dialogue.view',
    'settlement.view', 'compliance_cost.view', 'simplification.view', 'dialogue.handle', 'compliance_cost.edit',
    'simplification.edit']],
  CHAIR: ['demo.chutich', ['compliance_cost.view', 'compliance_cost.review', 'simplification.view', 'simplification.approve',
    'inspections.view', 'inspections.approve', 'reports.view', 'reports.receive']],
  REFORM: ['demo.noivu', ['fees.reconcile', 'satisfaction.view', 'inspections.view', 'inspections.inspect', 'reports.view',
    'reports.receive', 'emulation.view', 'emulation.manage']],
  UNIT: ['so-xay-dung.specialist', ['one_stop.opinion']],
  INSPECTOR: ['demo.thanhtra', ['console.journal', 'targets.records']],
  TARGETS: ['demo.noivu', ['programme.definitions', 'programme.define', 'targets.follow', 'targets.assign',
    'targets.records']],
  REVIEW: ['demo.chutich', ['programme.definitions', 'programme.review']],
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
const reports = mkdtempSync(join(tmpdir(), 'motcua-api-'))
const [description, calls] = ['openapi.json', 'calls.har'].map(name => join(reports, name))
let tried
try {
  const tokens = {}
  for (const [name, [login, scopes]] of Object.entries(CALLERS)) {
    tokens[name] = await token(login, scopes)
    env[`MOTCUA_${name}`] = tokens[name]
  }
  tried = await described(demo.url, tokens)
  writeFileSync(description, JSON.stringify(tried.document))
} catch (error) {
  console.error(error.message)
  await demo.stop()
  process.exit(1)
}

const run = spawn(tool, [
  '--config-file', join(here, 'schemathesis.toml'),
  'run', description,
  '--url', `${demo.url}/api/v1`,
  '--report-har-path', calls,
], { cwd: reports, env, stdio: 'inherit' })
const [code] = await once(run, 'exit')
const words = demo.log()
if (code !== 0) console.log(`--- the server's last words ---\n${words.slice(-4000)}`)
await demo.stop()

const operations = successes(tried.document, JSON.parse(readFileSync(calls, 'utf8')))
const unmet = operations.filter(({ id, good }) => good === 0 && !tried.excused[id])
console.log(`operations answered with success: ${operations.filter(({ good }) => good > 0).length} of ${operations.length}`)
for (const [id, why] of Object.entries(tried.excused)) console.log(`  ${id} was not to be: ${why}`)
for (const { id, all } of unmet) console.log(`  ${id} never was, in ${all} calls`)
const failed = Number(code !== 0) + Number(unmet.length > 0)
// One line that xtask counts.
console.log(`test result: ${failed ? 'FAILED' : 'ok'}. ${2 - failed} passed; ${failed} failed`)
process.exit(failed ? 1 : 0)
