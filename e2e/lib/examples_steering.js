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

async function inspections (city, dossier) {
  const { get } = city
  const examples = {
    listInspectionPlans: { query: { state: 'approved' } },
    listInspections: { query: { unit: AGENCY } },
    listInspectionFindings: { query: { standing: 'not-handled' } },
    listInspectionConclusions: { query: { q: 'quận' } },
  }
  const excused = {}
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
  const { items: [template] } = await get('REFORM', '/inspection-templates?field=II.3')
  examples.listInspectionTemplates = { query: { field: 'II.3' } }
  examples.getInspectionTemplate = path({ id: template.id })
  const questions = [{ question: 'Có niêm yết đủ thủ tục không?', basis: 'Nghị định 61/2018/NĐ-CP, Điều 7' }]
  // From a day on which no template of the field begins.
  examples.keepInspectionTemplate = { body: { field: 'II.3', from: '2031-03-17', questions } }
  Object.assign(examples, await inspectionPlans(city, dossier), await visits(city, dossier))
  // Minutes are drawn up today, and whoever inspects waits a day; those of the demo are signed by the unit.
  Object.assign(excused, excuse('the unit has the day of its minutes to sign', 'noteInspectionUnsigned'))
  return { examples, excused }
}

const HOME_AFFAIRS = 'so-noi-vu'
const seen = ({ id, version }, body = {}) => ({ path: { id }, body: { version, ...body } })

/** Each act on a plan of its own, of a year of its own: Home Affairs has one plan of inspections a year. */
async function inspectionPlans ({ post }, dossier) {
  const today = dossier.filed_at.slice(0, 10)
  const reason = 'Theo chỉ đạo của thành phố'
  let year = 2012
  const days = at => ({ from_on: `${at}-03-01`, to_on: `${at}-10-31` })
  const begun = () => post('REFORM', '/inspection-plans', { agency: HOME_AFFAIRS, year: year++ })
  const act = (who, { id, version }, name, body = {}) => post(who, `/inspection-plans/${id}/${name}`, { version, ...body })
  const drawn = async () => {
    const { plan, pool } = await begun()
    return (await act('REFORM', plan, 'draw', { count: pool.length, ...days(plan.year) })).plan
  }
  const sent = async () => (await act('REFORM', await drawn(), 'submit')).plan
  const decision = { decision: '25/QĐ-SNV', on: today }
  const approved = async () => (await act('CHAIR', await sent(), 'approve', decision)).plan
  const [risk, hand, draw] = [await begun(), await begun(), await begun()]
  const dropping = await drawn()
  const taken = await act('REFORM', (await begun()).plan, 'by-hand', { unit: AGENCY, reason, ...days(year - 1) })
  return {
    getInspectionPlan: path({ id: dropping.id }),
    chooseInspectedByRisk: seen(risk.plan, { units: risk.pool.slice(0, 2), ...days(risk.plan.year) }),
    chooseInspectedByHand: seen(hand.plan, { unit: hand.pool[0], reason, ...days(hand.plan.year) }),
    drawInspected: seen(draw.plan, { count: 2, ...days(draw.plan.year) }),
    dropInspected: seen(taken.plan, { unit: AGENCY, reason }),
    submitInspectionPlan: seen(dropping),
    returnInspectionPlan: seen(await sent(), { reason }),
    approveInspectionPlan: seen(await sent(), decision),
    amendInspectionPlan: seen(await approved(), { reason }),
    beginInspectionPlan: { body: { agency: HOME_AFFAIRS, year: year++ } },
  }
}

/** Each act in an inspection of its own, brought to where the act is lawful. */
async function visits ({ get, post }, dossier) {
  const today = dossier.filed_at.slice(0, 10)
  const key = () => `vi-du-${Math.random().toString(36).slice(2)}-0123456789`
  const opening = () => ({
    key: key(),
    agency: HOME_AFFAIRS,
    unit: AGENCY,
    subject: 'Cơ chế một cửa',
    reason: 'Báo chí phản ánh',
    decision: '26/QĐ-SNV',
    decided_on: today,
    period_from: '2012-01-01',
    period_to: '2012-12-31',
    from_on: today,
    to_on: today,
  })
  const finding = () => ({
    key: key(), text: 'Chưa niêm yết đủ thủ tục', severity: 'low', remedy: 'Niêm yết bổ sung', unit: AGENCY,
  })
  const scan = { name: 'bien-ban.pdf', content: PDF }
  const signature = { signer: 'Võ Thanh Bình', post: 'Trưởng đoàn', on: today, scan }
  const act = async (who, { inspection: { id, version } }, name, body = {}) =>
    post(who, `/inspections/${id}/${name}`, { version, ...body })
  const opened = () => post('REFORM', '/inspections', opening())
  const headed = async () => act('REFORM', await opened(), 'team', { name: 'Võ Thanh Bình', agency: HOME_AFFAIRS, head: true })
  const listed = async () => act('REFORM', await headed(), 'checklist', { fields: ['II.3'] })
  const noticed = async () => act('REFORM', await listed(), 'notice')
  const find = ({ inspection: { id } }) => post('REFORM', `/inspections/${id}/findings`, finding())
  const answered = async () => {
    let of = await noticed()
    for (const { id, version } of of.items) {
      of = await post('REFORM', `/inspection-items/${id}/answer`, { version, answer: 'yes' })
    }
    return of
  }
  const minuted = async () => act('REFORM', await answered(), 'minutes', { text: 'Đã làm việc với đơn vị' })
  const objected = async () => act('LEADER', await minuted(), 'objection', { text: 'Đã niêm yết tại phường' })
  const signed = async () => {
    const half = await act('REFORM', await minuted(), 'sign-team', signature)
    return act('LEADER', half, 'sign-unit', signature)
  }
  const concluded = async () => act('REFORM', await signed(), 'conclusion', { conclusion: 'Một cửa tốt' })
  const number = { number: '12/KL-SNV', on: today }
  const published = async () => act('CHAIR', await concluded(), 'publish', number)
  const on = (of, body) => seen(of.inspection, body)
  const [joining, leaving, asking] = [await opened(), await headed(), await noticed()]
  const [item] = asking.items
  const mistaken = (await find(await noticed())).finding
  const found = await answered()
  const handled = (await find(found)).finding
  await act('REFORM', await get('REFORM', `/inspections/${found.inspection.id}`), 'minutes', { text: 'Đã làm việc' })
  const report = { text: 'Đã niêm yết', evidence_on: today, files: [scan] }
  await post('LEADER', `/inspection-findings/${handled.id}/report`, report)
  return {
    openInspection: { body: opening() },
    joinInspection: on(joining, { name: 'Bùi Minh Đức', agency: HOME_AFFAIRS }),
    leaveInspection: on(leaving, { member: leaving.team[0].id }),
    loadInspectionChecklist: on(await headed(), { fields: ['II.3'] }),
    noticeInspection: on(await listed()),
    answerInspectionItem: seen(item, { answer: 'yes' }),
    addInspectionFinding: { path: { id: asking.inspection.id }, body: finding() },
    removeInspectionFinding: seen(mistaken),
    minuteInspection: on(await answered(), { text: 'Đã làm việc với đơn vị' }),
    objectToInspection: on(await minuted(), { text: 'Đã niêm yết tại phường' }),
    answerInspectionObjection: on(await objected(), { text: 'Ghi nhận' }),
    signInspectionForTeam: on(await minuted(), signature),
    signInspectionForUnit: on(await minuted(), signature),
    concludeInspection: on(await signed(), { conclusion: 'Một cửa tốt' }),
    returnInspectionConclusion: on(await concluded(), { reason: 'Nêu rõ hạn' }),
    publishInspection: on(await concluded(), number),
    closeInspection: on(await published()),
    decideInspectionFinding: { path: { id: handled.id }, body: { act: 'accept' } },
  }
}

async function communication ({ get, post }) {
  const why = 'no communication plan of the caller is in force'
  const { items: [plan] } = await get('LEADER', `/communication-plans?state=in-force&agency=${AGENCY}`)
  const ids = ['getCommunicationPlan', 'getPiece', 'enterPiece', 'statePieceReach', 'verifyPiece', 'returnPiece']
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
    statePieceReach: { path: { id: (await entered(5)).id }, body: { reach: 1200, reach_how: 'measured', reach_source: 'Bộ đếm của đài' } },
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
    // A figure of one's own: in a small city no district has records enough to set the level.
    keepScenario: { body: { name: 'Nếu nơi nào cũng đạt 95 %', measure: 'II.3.b-dung-han', rule: 'figure', figure: 95 } },
    listReadings: { query: { period: '2014' } },
  }
  const made = async (measure, note) => (await post('TARGETS', '/measure-definitions', draft(measure, note))).id
  examples.submitMeasureDefinition = { path: { id: await made(submitting, 'Theo dõi chặt hơn') } }
  const sent = await made(deciding, 'Theo nghị quyết mới')
  await post('TARGETS', `/measure-definitions/${sent}/submissions`, {})
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
    ...await planWay({ get, post }),
  }
  const excused = {
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

/** The way of a plan, each act on a plan of a year of its own: written by one person, sent by another, decided on by a third. */
async function planWay ({ get, post }) {
  const reason = 'Theo nhiệm vụ mới'
  // Years of which the agency, which ended in 2025, has no plan yet.
  let year = 2017
  const act = (who, { id, version }, name, body = {}) => post(who, `/plans/${id}/${name}`, { version, ...body })
  const written = async () => {
    const { plan } = await post('SPECIALIST', '/plans', { agency: AGENCY, year: year++, span: 'year' })
    const task = {
      field: 'II.3',
      name: 'Sắp xếp lại bộ phận một cửa',
      output: 'Hồ sơ giải quyết đúng hạn',
      lead: AGENCY,
      from_on: `${plan.year}-02-01`,
      to_on: `${plan.year}-05-31`,
      source: 'none',
    }
    await act('SPECIALIST', plan, 'tasks', task)
    return (await get('SPECIALIST', `/plans/${plan.id}`)).plan
  }
  const sent = async () => (await act('HEAD', await written(), 'submission')).plan
  const decision = ({ submitted_on: on }) => ({ decision: '15/QĐ-UBND', on })
  const approved = async () => {
    const plan = await sent()
    return (await act('LEADER', plan, 'approval', decision(plan))).plan
  }
  const amended = async () => (await act('SPECIALIST', await approved(), 'amendment', { reason })).plan
  const { comments: [comment] } = await post('LEADER', `/plans/${(await sent()).id}/comments`, { text: 'Nêu rõ số hồ sơ' })
  const waiting = await sent()
  return {
    commentOnPlan: { path: { id: (await sent()).id }, body: { text: 'Nêu rõ sản phẩm' } },
    withdrawPlan: seen(await sent()),
    returnPlan: seen(await sent(), { reason }),
    approvePlan: seen(waiting, decision(waiting)),
    amendPlan: seen(await approved(), { reason }),
    dropPlanAmendment: seen(await amended()),
    answerPlanComment: { path: { id: comment.id }, body: { answer: '1.200 hồ sơ' } },
  }
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

/** Changes of who owes reports: proposed by one person of the city, put in force by another. */
async function duties ({ post }, dossier) {
  const change = {
    kind: 'month', whom: 'so-xay-dung', owes: true, from_year: Number(dossier.filed_at.slice(0, 4)) + 2, basis: 'Công văn số 12/UBND-NC',
  }
  const proposed = () => post('REFORM', '/report-duty-changes', change)
  return {
    examples: {
      listReportDutyChanges: { query: { state: 'proposed' } },
      proposeReportDutyChange: { body: change },
      decideReportDutyChange: seen(await proposed()),
      dropReportDutyChange: seen(await proposed()),
    },
    excused: {},
  }
}

async function reviews ({ get }) {
  const examples = { listEmulationResults: { query: { year: 2014 } } }
  const excused = excuse('a demo has one round and one review at work, and other journeys bring them on',
    'proposeEmulation', 'submitEmulation', 'appraiseEmulation', 'objectEmulation', 'decideEmulation',
    'beginReview', 'submitReview', 'approveReview', 'writeReviewChapter', 'submitReviewChapter', 'explainReviewTarget')
  const { items: rounds } = await get('REFORM', '/emulation-rounds')
  for (const round of rounds.filter(round => round.state === 'open')) {
    const { items } = await get('REFORM', `/emulation-entries?year=${round.year}&group=${round.group}`)
    const appraised = items.filter(entry => entry.state === 'appraised')
    if (appraised.length === 0) continue
    const entries = appraised.map(({ id, version }) => ({ id, version }))
    examples.voteEmulationOfOneMind = { path: { id: round.id }, body: { entries } }
    break
  }
  if (!examples.voteEmulationOfOneMind) excused.voteEmulationOfOneMind = 'no entry of a round at work is before its council'
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
export const STEERING = [budgets, inspections, communication, targets, plans, reports, duties, reviews]
