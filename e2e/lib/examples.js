// What the operations of the programming interface can be tried with in a demo city: for every act a dossier of its own, brought
// by the interface itself to where the act is lawful, and what its body needs. Put into the description as its examples.

import { rooms } from './examples_rooms.js'

const AGENCY = 'quan-ninh-kieu'
const UNIT = 'so-xay-dung'
const PROCEDURE = 'XD-01'
// %PDF-1.4 and its end.
const PDF = 'JVBERi0xLjQKJSVFT0YK'

/** The description at `url` with examples: `{ document, excused }`, the latter naming operations the city has no case for. */
export async function described (url, tokens) {
  const city = callers(`${url}/api/v1`, tokens)
  const document = await city.get(null, '/openapi.json')
  const { examples, excused } = await collected(city)
  for (const methods of Object.values(document.paths)) {
    for (const operation of Object.values(methods)) {
      const given = examples[operation.operationId]
      if (!given) continue
      for (const parameter of operation.parameters) {
        const value = given.path?.[parameter.name] ?? given.query?.[parameter.name]
        if (value !== undefined) parameter.example = value
      }
      const content = operation.requestBody?.content['application/json']
      if (content && given.body) content.example = given.body
    }
  }
  return { document, excused }
}

/** Operations with how many of their answers were a success, from the calls that schemathesis wrote down as HAR. */
export function successes (document, har) {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId }]) => ({
      id: operationId,
      method: method.toUpperCase(),
      pattern: new RegExp(`^/api/v1${path.replaceAll('.', '\\.').replaceAll(/\{[^}]+\}/g, '[^/]+')}$`),
      good: 0,
      all: 0,
    })))
  for (const { request, response } of har.log.entries) {
    const path = request.url.replace(/^https?:\/\/[^/]+/, '').split('?')[0]
    const called = operations.find(o => o.method === request.method && o.pattern.test(path))
    if (!called) continue
    called.all += 1
    if (response.status >= 200 && response.status < 300) called.good += 1
  }
  return operations
}

function callers (base, tokens) {
  async function call (who, method, path, body) {
    const headers = {}
    if (who) headers.authorization = `Bearer ${tokens[who]}`
    if (body) headers['content-type'] = 'application/json'
    const answer = await fetch(base + path, { method, headers, body: body && JSON.stringify(body) })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${who ?? 'stranger'} ${method} ${path}: ${answer.status} ${text}`)
    return JSON.parse(text)
  }
  return {
    get: (who, path) => call(who, 'GET', path),
    post: (who, path, body) => call(who, 'POST', path, body),
    act: (who, dossier, name, body = {}) =>
      call(who, 'POST', `/dossiers/${dossier.id}/${name}`, { version: dossier.version, ...body }),
  }
}

async function collected (city) {
  const { act, get, post } = city
  const procedure = await get(null, `/procedures/${PROCEDURE}`)
  const filing = filed(procedure)
  const owner = filing.owner
  const fresh = (papers = {}) => post('DESK', '/dossiers', { ...filing, ...papers })
  const received = async papers => act('DESK', await fresh(papers), 'receive')
  const atWork = async papers => act('DESK', await received(papers), 'transfer')
  const scans = { papers: filing.papers.map((paper, at) => at === 0 ? scanned(paper) : paper) }
  const question = { unit: UNIT, question: 'Có phù hợp quy hoạch không?' }
  const asked = async dossier => {
    const answer_by = later(dossier.filed_at, 10)
    return (await act('SPECIALIST', dossier, 'ask-opinion', { ...question, answer_by })).opinions[0].id
  }
  const on = (dossier, body = {}) => ({ path: { id: dossier.id }, body: { version: dossier.version, ...body } })
  const reason = { reason: 'Theo đề nghị của chủ hồ sơ' }

  const first = await received(scans)
  const hash = first.papers.find(paper => paper.document).document.hash
  const work = await atWork()
  const back = await atWork()
  const day = later(back.clock.due_at, 2)
  const assignees = await get('LEADER', `/dossiers/${work.id}/assignees`)
  const supplementing = { reason_code: 'missing', content: 'Bản vẽ mặt bằng', guide_name: 'Lê Thị Mỹ Hạnh', answer_by: later(work.filed_at, 20) }
  const supplemented = await act('DESK', await atWork(), 'ask-supplement', supplementing)
  const paying = await act('SPECIALIST', await atWork(), 'ask-payment', { content: 'Nộp lệ phí tại kho bạc' })
  const withdrawn = await act('DESK', await atWork(), 'ask-withdrawal', reason)
  const kept = await act('DESK', await atWork(), 'ask-withdrawal', reason)
  const signing = await atTheEnd(city, await atWork())
  const signed = { granted: true, number: '12/GPXD' }
  const settled = await act('LEADER', await atTheEnd(city, await atWork()), 'settle', signed)
  const stopping = await late(city)
  const passed = await overdue(city)
  const sheet = (await get('LEADER', '/par-index/sheets')).items[0]
  const plan = (await get('LEADER', '/plans')).items[0]
  const measure = (await get(null, '/targets')).items.find(item => item.indicator)
  const opinion = await asked(await atWork(scans))
  const [answering, retracting] = [await asked(await atWork()), await asked(await atWork())]

  const examples = {
    listProcedures: { query: { q: 'khai sinh', level: 'commune' } },
    getProcedure: { path: { code: PROCEDURE } },
    listAgencies: { query: { kind: 'commune' } },
    getAgency: { path: { code: AGENCY } },
    getTarget: { path: { slug: measure.slug }, query: { agency: AGENCY } },
    listTargetRecords: { path: { slug: measure.slug } },
    listParIndexResults: { query: { level: 'district' } },
    listParIndexSheets: { query: { level: 'district' } },
    getParIndexSheet: { path: { id: sheet.id } },
    listJournal: { query: { slice: 'one_stop', action: 'receive' } },
    trackDossier: { body: { code: first.code, digits: owner.identity_number.slice(-4) } },
    listDossiers: { query: { group: 'open', procedure: PROCEDURE } },
    fileDossier: { body: { ...filing, ...scans } },
    getDossier: { path: { id: first.id } },
    getDocument: { path: { id: first.id, hash } },
    recordPapers: on(first, { papers: [{ id: first.papers[0].id, given: 'copy', copies: 2 }] }),
    receiveDossier: on(await fresh()),
    refuseDossier: on(await fresh(), { reason_code: 'not_competent', reason: 'Hồ sơ thuộc thẩm quyền của Sở Xây dựng' }),
    transferDossier: on(await received(), { note: 'Đủ giấy tờ' }),
    completeStep: on(await atWork(), { note: 'Đã thẩm định' }),
    lookIntoShelf: { body: { procedure: PROCEDURE, agency: AGENCY, name: owner.name, identity_number: owner.identity_number } },
    askSupplement: on(await atWork(), supplementing),
    supplementDossier: on(supplemented),
    settleDossier: on(signing, signed),
    returnResult: on(settled, { to: owner.name }),
    listAssignees: { path: { id: work.id } },
    assignDossier: on(work, { account: assignees.items[0].account }),
    takeDossier: on(await atWork()),
    sendBackDossier: on(await atWork(), reason),
    extendDossier: on(back, { new_day: day, reason: 'Phải xác minh thực địa' }),
    askPayment: on(await atWork(), { content: 'Nộp lệ phí tại kho bạc' }),
    recordPayment: on(paying, { note: 'Biên lai 0012' }),
    collectFee: on(await atWork(), { amount: 75000, paid_by: 'cash', receipt_number: 'AA/0007' }),
    askWithdrawal: on(await atWork(), reason),
    keepOn: on(kept, reason),
    confirmWithdrawal: on(withdrawn),
    correctDossier: on(await atWork(), { owner: { ...owner, phone: '0918000111' }, delivery: 'counter', reason: 'Ghi nhầm số điện thoại' }),
    askOpinion: on(await atWork(), { ...question, answer_by: later(work.filed_at, 10) }),
    getOpinion: { path: { id: opinion } },
    getOpinionDocument: { path: { id: opinion, hash } },
    answerOpinion: { path: { id: answering }, body: { answer: 'Phù hợp quy hoạch 1/500.' } },
    withdrawOpinion: { path: { id: retracting }, body: { reason: 'Không cần nữa' } },
  }
  const others = await rooms(city, work, await atWork())
  Object.assign(examples, others.examples)
  const excused = others.excused
  if (plan) examples.getPlan = { path: { id: plan.id } }
  else excused.getPlan = 'the agency of the caller has no plan'
  if (passed) examples.apologiseForDossier = on(passed, { expected_on: later(work.filed_at, 10), reason: 'Phải xác minh lại' })
  else excused.apologiseForDossier = 'no dossier of the leader is late without an apology'
  if (stopping) examples.stopDossier = on(stopping, { reason: 'Quá hạn bổ sung' })
  else excused.stopDossier = 'no dossier of the desk waits past its day'
  return { examples, excused }
}

/** The paper as a file. */
const scanned = ({ component }) => ({ component, given: 'electronic', file: { name: 'to khai.pdf', content: PDF } })

/** A filing with every paper of the procedure in original. */
function filed (procedure) {
  const { components, variants } = procedure.parts
  const papers = components.map(({ key }) => ({ component: key, given: 'original', copies: 1 }))
  const filing = {
    procedure: procedure.code,
    agency: AGENCY,
    channel: 'counter',
    applicant: 'citizen',
    owner: { name: 'Lê Văn Tám', identity_number: '361234567', address: 'Ấp Thới Bình', phone: '0909123456' },
    papers,
    delivery: 'counter',
  }
  if (variants?.length) filing.term_case = variants[0].key
  return filing
}

/** Every step up to the signature. */
async function atTheEnd ({ act, get }, dossier) {
  for (let step = 0; step < 8; step += 1) {
    let moved
    for (const who of ['LEADER', 'SPECIALIST', 'HEAD', 'DESK']) {
      const seen = await get(who, `/dossiers/${dossier.id}`)
      if (who === 'LEADER' && seen.acts.includes('settle')) return seen
      const name = ['complete-step', 'pay'].find(name => seen.acts.includes(name))
      if (!name) continue
      moved = await act(who, seen, name)
      break
    }
    if (!moved) break
  }
  throw new Error(`nobody can go on with dossier ${dossier.id}`)
}

/** A dossier of the desk's whose applicant let the day for papers pass, if the city has one. */
async function late ({ get }) {
  let path = '/dossiers?state=5'
  for (let page = 0; page < 3 && path; page += 1) {
    const list = await get('DESK', path)
    for (const { id } of list.items) {
      const dossier = await get('DESK', `/dossiers/${id}`)
      if (dossier.acts.includes('stop')) return dossier
    }
    path = list.next?.replace('/api/v1', '')
  }
}

/** A dossier whose promise has passed and of which nobody has apologised, if the leader has one. */
async function overdue ({ get }) {
  const { items } = await get('LEADER', '/dossiers?due=overdue')
  for (const { id } of items) {
    const dossier = await get('LEADER', `/dossiers/${id}`)
    if (dossier.acts.includes('apologise')) return dossier
  }
}

/** The day so many days after a moment. */
function later (moment, days) {
  const day = new Date(`${moment.slice(0, 10)}T00:00:00Z`)
  day.setUTCDate(day.getUTCDate() + days)
  return day.toISOString().slice(0, 10)
}
