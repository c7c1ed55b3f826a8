// What the acts of the rooms can be tried with: cash and its books, the gateway's statements, questionnaires, conferences and their
// questions, cost studies and proposals to simplify, numbers called at a desk. Each on a record of its own.

const AGENCY = 'quan-ninh-kieu'
const CITY = 'ubnd-tp-can-tho'

const path = values => ({ path: values })
const excuse = (why, ...ids) => Object.fromEntries(ids.map(id => [id, why]))
const base64 = text => Buffer.from(text).toString('base64')

/** Examples of these operations. */
export async function acts (city, dossier) {
  const found = { examples: {}, excused: {} }
  for (const room of [cash, statements, questionnaires, dialogues, costs, simplifications, sheets, post, desks, flows]) {
    const { examples, excused } = await room(city, dossier)
    Object.assign(found.examples, examples)
    Object.assign(found.excused, excused)
  }
  return found
}

async function cash ({ get, post }) {
  const { items: [open] } = await get('DESK', '/cash-books?state=open')
  const { items: [closed] } = await get('DESK', '/cash-books?state=closed')
  const { items: owing } = await get('DESK', '/fee-demands?standing=open')
  const { items: approved } = await get('DESK', '/refunds?state=approved')
  const examples = { listCashBooks: { query: { agency: AGENCY } } }
  // A desk has one book of its own open: that another can be opened, or one closed, is tried where the city has such a case.
  const excused = excuse('the desk has its book open already', 'openCashBook')
  if (open) {
    examples.getCashBook = path({ id: open.id })
    const { expected } = await get('DESK', `/cash-books/${open.id}`)
    const body = { counts: [{ note: 500000, count: Math.floor(expected / 500000) }], reason: 'Tiền lẻ' }
    examples.closeCashBook = { path: { id: open.id }, body }
  } else {
    Object.assign(excused, excuse('no book is open', 'getCashBook', 'closeCashBook'))
  }
  if (closed) examples.confirmCashBook = { path: { id: closed.id }, body: {} }
  else Object.assign(excused, excuse('no book waits to be confirmed', 'confirmCashBook'))
  if (open && owing.length > 2) {
    const [first, second] = owing.slice(1)
    examples.takeCash = { path: { id: second.id }, body: { amount: second.owed } }
    await post('DESK', `/fee-demands/${first.id}/take`, { amount: first.owed })
    const { items: given } = await get('DESK', `/receipts?q=${first.dossier_code}&standing=true`)
    // The one just given: an older one of the dossier may stand in a closed book.
    examples.cancelReceipt = { path: { id: Math.max(...given.map(({ id }) => id)) }, body: { reason: 'Ghi nhầm hồ sơ' } }
  } else {
    Object.assign(excused, excuse('too little is owed at the desk', 'takeCash', 'cancelReceipt'))
  }
  if (approved.length > 0) {
    examples.giveRefund = { path: { id: approved[0].id }, body: { way: 'transfer', proof: 'UNC 07' } }
  } else {
    Object.assign(excused, excuse('no refund is approved', 'giveRefund'))
  }
  return { examples, excused }
}

async function statements ({ get, post }, dossier) {
  const day = dossier.filed_at.slice(0, 10)
  const file = order => ({ name: 'sao-ke.csv', content: base64(`order,reference,amount,day\n${order},TN-1,20000,${day}\n`) })
  const taken = await post('REFORM', '/gateway-statements', { file: file('MC0-2') })
  const { items: [line] } = await get('REFORM', `/gateway-statements/${taken.id}/lines?settled=false`)
  return {
    examples: {
      importGatewayStatement: { body: { file: file('MC0-3') } },
      listGatewayStatementLines: path({ id: taken.id }),
      settleGatewayStatementLine: { path: { id: line.id }, body: { reason: 'Lệnh chạy thử của cổng.' } },
    },
    excused: {},
  }
}

async function questionnaires ({ get, post }, dossier) {
  const later = new Date(Date.parse(dossier.filed_at) + 20 * 86400000).toISOString().slice(0, 10)
  const issued = {
    title: 'Về thủ tục đăng ký hộ kinh doanh',
    agency: CITY,
    questions: 'Giấy tờ nào còn thừa?',
    target: 'Hộ kinh doanh',
    way: 'letter',
    answer_by: later,
    respondents: ['Hội Doanh nghiệp trẻ', 'Công ty Phù Sa'],
  }
  const issue = () => post('CONTROL', '/questionnaires', issued)
  const [one, two, three] = [await issue(), await issue(), await issue()]
  const at = out => ({ id: out.questionnaire.id })
  const examples = {
    issueQuestionnaire: { body: issued },
    getQuestionnaire: path(at(one)),
    sendQuestionnaire: { path: at(one), body: { respondents: ['Công ty Sông Hậu'] } },
    bookQuestionnaireReply: { path: at(two), body: { reply: two.replies[0].id, answer: 'Bản sao sổ hộ khẩu.' } },
    closeQuestionnaire: { path: at(three), body: { conclusion: 'Bỏ bản sao.' } },
  }
  const { items } = await get('CONTROL', '/questionnaires')
  const late = items.find(({ stage }) => stage.code === 'chase')
  if (late) examples.chaseQuestionnaire = { path: { id: late.id }, body: {} }
  return { examples, excused: late ? {} : excuse('nobody is late with an answer', 'chaseQuestionnaire') }
}

async function dialogues ({ get, post }, dossier) {
  const today = dossier.filed_at.slice(0, 10)
  const announced = {
    theme: 'Tháo gỡ vướng mắc về cấp phép xây dựng',
    host: CITY,
    audience: 'firms',
    held_on: today,
    place: 'Hội trường UBND thành phố',
    ask_until: today,
  }
  const announce = theme => post('CONTROL', '/dialogues', { ...announced, theme })
  const hold = await announce('Đối thoại để ghi biên bản')
  const cancel = await announce('Đối thoại bị hoãn')
  const moving = await announce('Đối thoại bị dời ngày')
  const there = await announce('Đối thoại về đất đai')
  const asked = { asker: 'Công ty TNHH Sông Hậu', question: 'Vì sao phải xin ý kiến hai lần?' }
  const question = async text => {
    await post('CONTROL', `/dialogues/${there.id}/ask-there`, { ...asked, question: text })
    return (await get('CONTROL', `/dialogue-questions?q=${encodeURIComponent(text)}`)).items[0]
  }
  const assign = await question('Bao giờ nhận hồ sơ qua mạng?')
  const answer = await question('Phí thẩm định thu theo mức nào?')
  const open = await question('Có phải nộp bản sao sổ hộ khẩu không?')
  const publish = await post('CONTROL', `/dialogue-questions/${open.id}/answer`,
    { version: open.version, answer: 'Không phải nộp nữa.' })
  return {
    examples: {
      announceDialogue: { body: announced },
      holdDialogue: { path: { id: hold.id }, body: { attendees: 80, minutes: 'Trao đổi về cấp phép.' } },
      moveDialogue: {
        path: { id: moving.id },
        body: { held_on: today, place: 'Nhà văn hóa', ask_until: today, reason: 'Hội trường đang sửa' },
      },
      cancelDialogue: { path: { id: cancel.id }, body: { reason: 'Mưa bão' } },
      askAtDialogue: { path: { id: there.id }, body: asked },
      getDialogueQuestion: path({ id: assign.id }),
      assignDialogueQuestion: { path: { id: assign.id }, body: { version: assign.version, agency: 'so-xay-dung' } },
      answerDialogueQuestion: { path: { id: answer.id }, body: { version: answer.version, answer: 'Theo Nghị quyết của HĐND.' } },
      publishDialogueQuestion: {
        path: { id: publish.id },
        body: { version: publish.version, question: 'Có phải nộp bản sao sổ hộ khẩu không?', answer: 'Không phải nộp nữa.' },
      },
    },
    excused: {},
  }
}

async function costs ({ post }, dossier) {
  const year = Number(dossier.filed_at.slice(0, 4))
  const opened = { procedure: 'KD-02', agency: CITY, year }
  const job = { activity: 'prepare', job: 'Điền giấy đề nghị', hours: '1,5; 2', persons: 1 }
  const draft = async () => {
    const { study: { id } } = await post('CONTROL', '/cost-studies', opened)
    const { version } = await post('CONTROL', `/cost-studies/${id}/numbers`, {
      version: (await post('CONTROL', `/cost-studies/${id}/jobs`, { version: 2, ...job })).version,
      income: 20000,
      income_source: 'Niên giám thống kê',
    })
    return { id, version }
  }
  const handIn = async ({ id }) => post('CONTROL', `/cost-studies/${id}/hand-in`, {})
  const accept = async ({ study: { id }, version }) =>
    post('CHAIR', `/cost-studies/${id}/review`, { version, accepted: true })
  const [first, second, third] = [await draft(), await draft(), await draft()]
  const waiting = await handIn(await draft())
  const accepted = await accept(await handIn(await draft()))
  const dropped = await post('CONTROL', `/cost-studies/${third.id}/jobs`, { version: third.version, ...job })
  return {
    examples: {
      openCostStudy: { body: opened },
      putCostJob: { path: { id: first.id }, body: { version: first.version, ...job } },
      setCostNumbers: {
        path: { id: second.id },
        body: { version: second.version, income: 20000, income_source: 'Niên giám thống kê' },
      },
      dropCostJob: { path: { id: third.id }, body: { version: dropped.version, line: dropped.jobs.at(-1).id } },
      handInCostStudy: { path: { id: (await draft()).id }, body: {} },
      reviewCostStudy: { path: { id: waiting.study.id }, body: { version: waiting.version, accepted: true } },
      openCostStudyAfter: { path: { id: accepted.study.id }, body: {} },
    },
    excused: {},
  }
}

async function simplifications ({ post }, dossier) {
  const today = dossier.filed_at.slice(0, 10)
  const year = Number(today.slice(0, 4))
  const row = (group, of = year) => ({
    year: of, agency: CITY, group, from: today, to: `${year}-12-31`, basis: 'choice', product: 'Phương án đơn giản hóa',
  })
  const proposal = {
    procedure: 'KD-02',
    agency: CITY,
    part: 'components',
    measure: 'abolish',
    own_power: true,
    content_now: 'Bản sao có chứng thực',
    content_proposed: 'Xem bản chính',
    reason: 'Bớt một lần đi lại',
    documents: [{ number: '27/2012/QĐ-UBND', article: 'Điều 4' }],
  }
  const propose = () => post('CONTROL', '/simplifications', proposal)
  const decision = version => ({ version, approved: true, decision: '12/QĐ-UBND', on: today })
  const waiting = await propose()
  const approved = await propose()
  const id = approved.proposal.id
  const { version, documents } = await post('CHAIR', `/simplifications/${id}/decide`, decision(approved.version))
  const examples = {
    addReviewItem: { body: row('Nhóm thủ tục thử') },
    proposeSimplification: { body: proposal },
    decideSimplification: { path: { id: waiting.proposal.id }, body: decision(waiting.version) },
    carryOutSimplification: {
      path: { id },
      body: {
        version,
        evidence: 'Công báo số 14',
        on: today,
        amended: documents.map(document => ({ document: document.id, by: '31/2013/QĐ-UBND' })),
      },
    },
  }
  // Nobody has sent the next year's plan, which can be sent, nor one of a year before the programme: a row comes out of that.
  const dropped = await post('CONTROL', '/review-plan', row('Nhóm bị bỏ', year - 6))
  const sent = await post('CONTROL', '/review-plan', row('Nhóm ở lại', year + 1))
  examples.dropReviewItem = { path: { id: dropped.id }, body: {} }
  examples.sendReviewPlan = { path: { id: sent.plan }, body: {} }
  return { examples, excused: {} }
}

async function sheets ({ post }) {
  const opened = { form: 'procedure', procedure: 'KD-02', agency: CITY }
  const open = () => post('CONTROL', '/review-sheets', opened)
  const given = (question, answers) =>
    ({ question, answers: Object.entries(answers).map(([item, answer]) => ({ item, answer })) })
  const first = given(1, { 'p1-muc-tieu': 'Quản lý hộ kinh doanh', 'p1-con-can': 'yes' })
  const rest = [
    given(2, { 'p2-dat': 'yes' }),
    given(3, { 'p3-co': 'no' }),
    given(4, { 'p4-ket-luan': 'no', 'p4-ly-do': 'Đã có sổ khác' }),
  ]
  const answering = await open()
  let { sheet } = await open()
  for (const answers of [first, ...rest]) sheet = (await post('CONTROL', `/review-sheets/${sheet.id}/answer`, answers)).sheet
  const words = { content_now: 'Bản sao có chứng thực', content_proposed: 'Xem bản chính', reason: 'Bớt một lần đi lại' }
  const proposal = { part: 'components', measure: 'abolish', own_power: true, ...words }
  const made = await post('CONTROL', '/simplifications', { procedure: 'KD-02', agency: CITY, ...proposal })
  return {
    examples: {
      listReviewSheets: { query: { form: 'procedure' } },
      getReviewSheet: path({ id: answering.sheet.id }),
      openReviewSheet: { body: opened },
      answerReviewSheet: { path: { id: answering.sheet.id }, body: first },
      closeReviewSheet: { path: { id: sheet.id }, body: { version: sheet.version } },
      rewriteSimplification: { path: { id: made.proposal.id }, body: { version: made.version, ...proposal } },
    },
    excused: {},
  }
}

async function post ({ get, post }, dossier) {
  const today = dossier.filed_at.slice(0, 10)
  const examples = { listPostItems: { query: { state: 'posted' } } }
  const excused = {}
  const first = async query => (await get('DESK', `/post-items?${query}`)).items[0]
  const letter = await first('direction=in&state=arrived')
  if (letter) examples.cancelPostItem = { path: { id: letter.id }, body: { reason: 'Ghi nhầm thư' } }
  else excused.cancelPostItem = 'no letter waits'
  const away = await first('state=failed') ?? await first('state=posted')
  if (away) examples.reportPostItem = { path: { id: away.id }, body: { outcome: 'delivered', on: today } }
  else excused.reportPostItem = 'the post has nothing of the desk'
  if (letter ?? away) examples.getPostItem = path({ id: (letter ?? away).id })
  else excused.getPostItem = 'the desk has no consignment'
  const sender = { name: 'Trần Thị Bé Bảy', address: 'Ấp Mỹ Phước, xã Mỹ Khánh' }
  examples.enterPostLetter = {
    body: { agency: AGENCY, ...sender, contents: 'Hồ sơ hộ tịch', service: 'cong_ich', arrived: today },
  }
  const statusFile = number => ({
    file: { name: 'phat.csv', content: base64(`number,status,day\n${number},delivered,${today}\n`) },
  })
  const taken = await post('DESK', '/post-files', statusFile('RM999000001VN'))
  examples.importPostFile = { body: statusFile('RM999000002VN') }
  examples.listPostFiles = { query: { left: true } }
  examples.listPostFileLines = { path: { id: taken.id }, query: { finding: 'left' } }
  Object.assign(excused, await outgoing({ get, post }, examples, today))
  const { items: [list] } = await get('DESK', '/post-lists')
  if (list) examples.getPostList = path({ id: list.id })
  else excused.getPostList = 'the desk has handed nothing over'
  return { examples, excused }
}

/** Results that wait for the post, each in what its act needs: put right, on a list to number, on one to hand over. */
async function outgoing ({ get, post }, examples, today) {
  const { items: [waiting, own, third] } = await get('DESK', '/post-items?direction=out&state=waiting')
  if (!waiting) return excuse('no result waits for the post', 'correctPostItem', 'makePostList', 'numberPostList', 'handPostListOver')
  const listed = service => post('DESK', '/post-lists', { agency: AGENCY, service })
  // Under the other service what has its own example stays off the list that is handed over.
  const service = waiting.service === 'cong_ich' ? 'chuyen_phat_nhanh' : 'cong_ich'
  const putRight = async ({ id, name }) => {
    const { fee_by: payer } = await get('DESK', `/post-items/${id}`)
    const body = { name, address: 'Hẻm 5, đường Mậu Thân', service, zone: 'city', fee_by: payer }
    await post('DESK', `/post-items/${id}/correct`, body)
    return { path: { id }, body }
  }
  const few = []
  if (third) {
    await putRight(third)
    const { list } = await listed(service)
    const numbers = [{ item: third.id, number: `RM${800000000 + third.id}VN` }]
    examples.numberPostList = { path: { id: list.id }, body: { numbers } }
  } else {
    few.push('numberPostList')
  }
  if (own) {
    examples.correctPostItem = await putRight(own)
    examples.makePostList = { body: { agency: AGENCY, service } }
  } else {
    few.push('correctPostItem', 'makePostList')
  }
  const made = await listed(waiting.service)
  const numbers = made.items.filter(({ number }) => number === '').map(({ id }) => ({ item: id, number: `RM${900000000 + id}VN` }))
  if (numbers.length > 0) await post('DESK', `/post-lists/${made.list.id}/numbers`, { numbers })
  examples.handPostListOver = { path: { id: made.list.id }, body: { on: today, taken_by: 'Phạm Hữu Đức' } }
  return excuse('too few results wait for the post', ...few)
}

async function desks ({ get }) {
  const ids = ['getDeskTicket', 'callNextTicket', 'actOnTicket', 'serveOnTheSpot']
  const { items: offices } = await get(null, '/counters')
  const mine = offices.find(({ agency }) => agency.code === AGENCY)
  if (!mine) return { examples: {}, excused: excuse('the agency has no counter', ...ids) }
  const { services, open_now: open } = await get(null, `/counters/${mine.code}`)
  const { desks: all, tickets } = await get('DESK', `/counters/${mine.code}/queue`)
  const idle = all.filter(({ now }) => !now)
  const busy = all.find(({ now }) => now)
  const examples = {}
  const excused = {}
  if (busy) {
    const inHand = tickets.find(({ code }) => code === busy.now)
    examples.getDeskTicket = path({ id: busy.id })
    examples.actOnTicket = { path: { id: busy.id }, body: { ticket: inHand.id, act: 'recall' } }
  } else {
    Object.assign(excused, excuse('no desk has a number in hand', 'getDeskTicket', 'actOnTicket'))
  }
  if (idle.length > 1 && open) {
    examples.callNextTicket = { path: { id: idle[0].id }, body: {} }
    examples.serveOnTheSpot = { path: { id: idle[1].id }, body: { service: services[0].id } }
  } else {
    Object.assign(excused, excuse('no desk is idle in an open hour', 'callNextTicket', 'serveOnTheSpot'))
  }
  return { examples, excused }
}

/** Running dossiers that stand on an older flow than their procedure has today. */
async function flows ({ get, post }) {
  const { items } = await get('LEADER', '/dossiers-on-older-flows')
  const free = items.filter(({ would_stand: place }) => place !== null)
  const examples = { listDossiersOnOlderFlows: { query: { q: 'KD-02' } } }
  if (free.length === 0) {
    const ids = ['moveDossiersToNewestFlow', 'getFlowMove', 'listFlowMoveDossiers']
    return { examples, excused: excuse('no dossier of the agency stands on an older flow', ...ids) }
  }
  const move = ({ dossier, version, newest }) =>
    ({ dossiers: [{ dossier, version, flow: newest }], reason: 'Theo quy trình mới' })
  const { id } = await post('LEADER', '/flow-moves', move(free[0]))
  examples.moveDossiersToNewestFlow = { body: move(free.at(-1)) }
  examples.getFlowMove = path({ id })
  examples.listFlowMoveDossiers = { path: { id }, query: { outcome: 'waiting' } }
  return { examples, excused: {} }
}
