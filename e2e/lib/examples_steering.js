// Examples for the steering slices, lawful in the demo city: who may call what, with which body, on which record.

import { AGENCY, PDF, excuse, path } from './examples_common.js'

// Each act has a budget of its own, of a year of its own: one agency has one budget a year.
async function budgets ({ get, post }) {
  const line = { task: 'Khảo sát mức độ hài lòng', name: 'In phiếu', cost_item: 'khao-sat', source: 'district', unit: 'phiếu', quantity: 100, price: 3000 }
  const reason = 'Theo khả năng cân đối'
  const uuid = () => `vi-du-${Math.random().toString(36).slice(2)}-0123456789`
  let year = 2060
  const on = (budget, body = {}) => ({ path: { id: budget.id }, body: { version: budget.version, ...body } })
  const whole = async ({ id }) => get('LEADER', `/budgets/${id}`)
  const first = async budget => (await whole(budget)).lines[0]
  const begun = () => post('SPECIALIST', '/budgets', { agency: AGENCY, year: year++ })
  const act = (who, budget, name, body = {}) => post(who, `/budgets/${budget.id}/${name}`, { version: budget.version, ...body })
  const written = async () => act('SPECIALIST', await begun(), 'lines', line)
  const sent = async () => act('HEAD', await written(), 'submit')
  const paper = budget => ({ paper: 'Nghị quyết số 12/NQ-HĐND', on: budget.submitted_on })
  const decided = async () => {
    const budget = await act('LEADER', await sent(), 'pass')
    return act('LEADER', budget, 'pass', paper(budget))
  }
  const part = async budget => [{ line: (await first(budget)).id, amount: 300000 }]
  const allocated = async () => {
    const budget = await decided()
    return act('LEADER', budget, 'allocate', { ...paper(budget), lines: await part(budget), key: uuid() })
  }
  const adjusting = async budget => ({ reason, lines: [{ line: (await first(budget)).id, amount: 350000 }], key: uuid() })
  const account = async budget => ({ lines: [{ line: (await first(budget)).id, carried: 0, explanation: 'Chưa thực hiện' }], key: uuid() })
  const settling = async () => {
    const budget = await allocated()
    return act('HEAD', budget, 'settle', await account(budget))
  }
  const [atStep, toDecide, given, toSettle, toApprove, toReturn] =
    [await sent(), await decided(), await allocated(), await allocated(), await settling(), await settling()]
  const proposed = await allocated()
  const waiting = await act('SPECIALIST', proposed, 'adjust', await adjusting(proposed))
  const { decisions } = await whole(waiting)
  const examples = {
    listBudgets: { query: { state: 'allocated' } },
    getBudget: path({ id: given.id }),
    listBudgetLines: { query: { source: 'district' } },
    listBudgetSpending: { query: { agency: AGENCY } },
    getBudgetOverview: { query: { by: 'source' } },
    beginBudget: { body: { agency: AGENCY, year: year++ } },
    addBudgetLine: on(await begun(), line),
    submitBudget: on(await written()),
    withdrawBudget: on(await sent()),
    commentBudget: path({ id: atStep.id }),
    changeBudgetAmount: on(atStep, { amount: 200000, reason }),
    passBudget: on(await sent()),
    returnBudget: on(await sent(), { reason }),
    allocateBudget: on(toDecide, { ...paper(toDecide), lines: await part(toDecide), key: uuid() }),
    proposeBudgetAdjustment: on(given, await adjusting(given)),
    decideBudgetAdjustment: on({ id: decisions.at(-1).id, version: waiting.version }, { approved: true, ...paper(waiting) }),
    settleBudget: on(toSettle, await account(toSettle)),
    approveBudgetAccount: on(toApprove, paper(toApprove)),
    returnBudgetAccount: on(toReturn, { reason }),
  }
  examples.commentBudget.body = { text: 'Nêu rõ cỡ mẫu' }
  examples.changeBudgetAmount.path.id = (await first(atStep)).id
  const excused = {}
  const { items: [running] } = await get('SPECIALIST', `/budgets?agency=${AGENCY}&state=allocated`)
  const { items: lines } = await get('SPECIALIST', `/budget-lines?agency=${AGENCY}&year=${Number(given.submitted_on.slice(0, 4))}`)
  const open = running && lines.find(({ allocated, spent }) => allocated > spent + 2)
  const { items: [entry] } = await get('SPECIALIST', `/budget-spending?agency=${AGENCY}&year=${open ? open.year : 2000}`)
  if (open) {
    const body = { on: `${open.year}-01-15`, paper: 'UNC 99', amount: 1, payee: 'Nhà in quận', key: uuid() }
    examples.enterSpending = { path: { id: open.id }, body }
  } else {
    excused.enterSpending = 'no line of the year that runs has money left'
  }
  if (open && entry) examples.strikeOutSpending = { path: { id: entry.id }, body: { reason } }
  else excused.strikeOutSpending = 'nothing of the year that runs was spent'
  return { examples, excused }
}

async function inspections ({ get }) {
  const examples = {
    listInspectionPlans: { query: { state: 'approved' } },
    listInspections: { query: { unit: AGENCY } },
    listInspectionFindings: { query: { standing: 'not-handled' } },
    listInspectionConclusions: { query: { q: 'quận' } },
  }
  const excused = excuse('no caller of the interface inspects for the city', 'decideInspectionFinding')
  const { items: [held] } = await get('LEADER', '/inspections')
  if (held) examples.getInspection = path({ id: held.id })
  else excused.getInspection = 'the agency of the caller was not inspected'
  const { items: found } = await get('LEADER', '/inspection-findings')
  if (found.length > 0) examples.getInspectionFinding = path({ id: found[0].id })
  else excused.getInspectionFinding = 'nothing was found at the agency of the caller'
  const open = found.find(({ standing, unit }) => ['open', 'overdue'].includes(standing) && unit === AGENCY)
  if (open) {
    const files = [{ name: 'anh-chup.pdf', content: PDF }]
    examples.reportInspectionFinding = { path: { id: open.id }, body: { text: 'Đã thay bảng niêm yết', evidence_on: '2015-09-01', files } }
  } else {
    excused.reportInspectionFinding = 'the agency of the caller owes nothing'
  }
  return { examples, excused }
}

async function communication ({ get, post }) {
  const why = 'no communication plan of the caller is in force'
  const { items: [plan] } = await get('LEADER', `/communication-plans?state=in-force&agency=${AGENCY}`)
  const ids = ['getCommunicationPlan', 'getPiece', 'enterPiece', 'verifyPiece', 'returnPiece']
  if (!plan) return { examples: {}, excused: excuse(why, ...ids) }
  const { campaigns: [campaign] } = await get('LEADER', `/communication-plans/${plan.id}`)
  const piece = number => ({
    campaign: campaign.line,
    title: `Một cửa gần dân, kỳ ${number}`,
    genre: 'article',
    channel: 'truyen-thanh',
    place: 'Đài truyền thanh phường Cái Khế',
    published_on: campaign.from_on,
    link: `http://truyen-thong.example/api/${number}`,
    key: `schemathesis-${number}`,
  })
  // A second person verifies: the head enters, the leader decides.
  const entered = number => post('HEAD', '/pieces', piece(number))
  const examples = {
    getCommunicationPlan: path({ id: plan.id }),
    getPiece: path({ id: (await entered(1)).id }),
    enterPiece: { body: piece(2) },
    verifyPiece: path({ id: (await entered(3)).id }),
    returnPiece: { path: { id: (await entered(4)).id }, body: { reason: 'Thiếu ngày phát' } },
  }
  return { examples, excused: {} }
}

async function targets ({ get, post }, dossier) {
  const { items: measures } = await get(null, '/targets')
  const free = []
  for (const { slug, target, indicator } of measures.filter(m => m.indicator && m.target !== null)) {
    const { items } = await get('TARGETS', `/measure-definitions?measure=${slug}`)
    if (!items.some(d => ['draft', 'submitted', 'returned'].includes(d.state))) free.push({ slug, target, indicator })
  }
  const from = dossier.filed_at.slice(0, 10)
  const draft = ({ slug }, note) => ({ measure: slug, amber_within: 3.5, reason: note, from })
  const [drafting, submitting, deciding] = free
  const examples = {
    listMeasureDefinitions: { query: { state: 'approved' } },
    beginMeasureDefinition: { body: draft(drafting, 'Cảnh báo sớm hơn') },
    listTargetNotes: { path: { slug: 'II.3.b-dung-han' } },
    commentTarget: { path: { slug: 'II.3.b-dung-han' }, body: { text: 'Nên xem các phường mới.' } },
    checkInTarget: { path: { slug: 'II.3.b-dung-han' }, body: { text: 'Giữ được mức.', confidence: 'high' } },
    assignTarget: { path: { slug: 'II.3.b-dung-han' }, body: { unit: 'so-noi-vu' } },
    compareAgencies: { query: { measure: 'II.3.b-dung-han', level: 'district' } },
    keepScenario: { body: { name: 'Như nơi tốt nhất', measure: 'II.3.b-dung-han', rule: 'best' } },
    listReadings: { query: { period: '2014' } },
  }
  const made = async (measure, note) => (await post('TARGETS', '/measure-definitions', draft(measure, note))).id
  examples.submitMeasureDefinition = { path: { id: await made(submitting, 'Theo dõi chặt hơn') } }
  const sent = await made(deciding, 'Theo nghị quyết mới')
  await post('TARGETS', `/measure-definitions/${sent}/submissions`)
  examples.getMeasureDefinition = { path: { id: sent } }
  examples.decideMeasureDefinition = { path: { id: sent }, body: { approved: true } }
  const { items: [reading] } = await get(null, '/readings?agency=ubnd-tp-can-tho')
  examples.recountReading = { path: { id: reading.id } }
  return { examples, excused: {} }
}

/** Plans of the caller's agency for the next year, each brought to where an act on it is lawful. */
async function plans ({ get, post }, dossier) {
  const year = Number(dossier.filed_at.slice(0, 4)) + 1
  const task = (version, half) => ({
    version,
    field: 'II.3',
    name: 'Nâng chất lượng bộ phận tiếp nhận và trả kết quả',
    output: 'Hồ sơ giải quyết đúng hạn',
    lead: AGENCY,
    from_on: half === 'second' ? `${year}-08-01` : `${year}-02-01`,
    to_on: half === 'second' ? `${year}-11-30` : `${year}-05-31`,
    source: 'none',
  })
  const begin = async span => (await post('LEADER', '/plans', { agency: AGENCY, year, span })).plan
  const open = await begin('first')
  const sending = await begin('second')
  await post('LEADER', `/plans/${sending.id}/tasks`, task(sending.version, 'second'))
  const version = (await get('LEADER', `/plans/${sending.id}`)).plan.version
  const examples = {
    beginPlan: { body: { agency: AGENCY, year, span: 'year' } },
    addPlanTask: { path: { id: open.id }, body: task(open.version, 'first') },
    submitPlan: { path: { id: sending.id }, body: { version } },
  }
  const excused = {
    commentOnPlan: 'a plan of the caller that lies before its reviewers is submitted by another example',
    ...excuse('the assessment of the caller\'s agency lies with its verifiers',
      'assessParIndexCriterion', 'submitParIndexSheet', 'objectToParIndexVerdict', 'agreeToParIndexSheet'),
    ...excuse('nobody verifies their own agency, and the leader of a district verifies no other',
      'verifyParIndexCriterion', 'concludeParIndexSheet', 'giveParIndexSheetBack'),
  }
  const { items: [working] } = await get('LEADER', '/plan-tasks?standing=under-way')
  const day = dossier.filed_at.slice(0, 10)
  if (working) examples.checkInPlanTask = { path: { id: working.line }, body: { percent: 60, happened_on: day, text: 'Đã xong một nửa' } }
  else excused.checkInPlanTask = 'no task of the agency is under way'
  return { examples, excused }
}

/** A report of the desk's agency: the one that may be begun now, else one that is there. */
async function reports ({ get, post }) {
  const examples = { listReports: { query: { kind: 'quarter' } }, listOwedReports: { query: { agency: AGENCY } } }
  const excused = excuse('a report is accepted and returned by its receiver after a leader signed it on the page; e2e/journeys/report.test.js does it',
    'acceptReport', 'returnReport')
  const { owed } = await get('SPECIALIST', `/owed-reports?agency=${AGENCY}`)
  const today = new Date().toISOString().slice(0, 10)
  const free = owed.find(one => one.kind !== 'ad-hoc' && one.report === null) ?? owed.find(one => one.kind !== 'ad-hoc')
  if (!free) return { examples, excused: { ...excused, ...excuse(`nothing is owed around ${today}`, 'beginReport', 'getReport', 'writeReport', 'submitReport') } }
  const body = { agency: AGENCY, kind: free.kind, year: free.year, number: free.number }
  const begun = await post('SPECIALIST', '/reports', body)
  examples.beginReport = { body }
  examples.getReport = path({ id: begun.id })
  if (!['draft', 'returned'].includes(begun.state)) {
    return { examples, excused: { ...excused, ...excuse('the report that is owed next is on its way already', 'writeReport', 'submitReport') } }
  }
  const { figures } = await get('SPECIALIST', `/reports/${begun.id}`)
  const declared = Object.fromEntries(figures.filter(f => f.unit !== '%').map(f => [f.code, 3]))
  const writing = { texts: { I: 'Đã ban hành kế hoạch.' }, declared }
  await post('SPECIALIST', `/reports/${begun.id}/text`, writing)
  examples.writeReport = { path: { id: begun.id }, body: writing }
  return { examples, excused: { ...excused, ...excuse('it may be submitted once, and writeReport comes after it', 'submitReport') } }
}

async function reviews ({ get }) {
  const examples = { listEmulationResults: { query: { year: 2014 } } }
  const excused = excuse('a demo has one round and one review at work, and other journeys bring them on',
    'proposeEmulation', 'submitEmulation', 'appraiseEmulation', 'objectEmulation', 'decideEmulation',
    'beginReview', 'submitReview', 'approveReview', 'writeReviewChapter', 'submitReviewChapter', 'explainReviewTarget')
  const { items: [entry] } = await get('LEADER', '/emulation-entries')
  if (entry) examples.getEmulationEntry = path({ id: entry.id })
  else excused.getEmulationEntry = 'the agency of the caller is in no round'
  const { items: [published] } = await get(null, '/reviews/published')
  if (published) examples.getPublishedReview = path({ id: published.id })
  else excused.getPublishedReview = 'no review is published'
  excused.getReview = 'the agency of the caller has no part in a review'
  return { examples, excused }
}

/** The rooms of this file, in the order in which they are asked. */
export const STEERING = [budgets, inspections, communication, targets, plans, reports, reviews]
