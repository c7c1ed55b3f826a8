// What the operations beside the dossier's own can be tried with in a demo city: petitions brought to where each act is lawful,
// results, conversations, joint dossiers, fees, the counter, figures. What the city has no case for is excused by name.

import { acts } from './examples_acts.js'

import { AGENCY, PDF, excuse, path } from './examples_common.js'
import { STEERING } from './examples_steering.js'

const CRITERIA = ['necessary', 'lawful', 'simple', 'feasible', 'consistent', 'treaties']

/** Examples of these operations; `dossier` and `other` are the desk's, at work. */
export async function rooms (city, dossier, other) {
  const found = { examples: {}, excused: {} }
  for (const room of [petitions, results, messages, joint, fees, counter, figures, ...STEERING]) {
    const { examples, excused } = await room(city, dossier, other)
    Object.assign(found.examples, examples)
    Object.assign(found.excused, excused)
  }
  // The acts of the rooms, with callers of their own.
  const { examples, excused } = await acts(city, dossier)
  Object.assign(found.examples, examples)
  Object.assign(found.excused, excused)
  return found
}

const key = address => address.split('/').at(-1)

async function petitions ({ get, post }) {
  const petition = {
    person: 'citizen',
    name: 'Lê Văn Tám',
    address: 'Ấp Thới Bình',
    phone: '0909123456',
    topic: 'unsuited',
    procedure: 'HT-01',
    part: 'components',
    content: 'Vẫn phải nộp bản sao sổ hộ khẩu dù phường đã có sổ gốc.',
  }
  const answer = {
    criteria: Object.fromEntries(CRITERIA.map(criterion => [criterion, 'met'])),
    outcome: 'correct',
    answer: 'Phường không yêu cầu bản sao nữa.',
  }
  const bodies = { guide: { note: 'Xin ghi rõ phường nào.' }, answer }
  const give = async (body = petition) => {
    const given = await post(null, '/petitions', body)
    const { items: [{ id }] } = await get('CONTROL', `/petitions?q=${given.code}`)
    return { ...given, id }
  }
  const after = async (...acts) => {
    const given = await give()
    for (const act of acts) {
      const { version } = await get('CONTROL', `/petitions/${given.id}`)
      await post('CONTROL', `/petitions/${given.id}/${act}`, { version, ...bodies[act] })
    }
    return { ...given, version: (await get('CONTROL', `/petitions/${given.id}`)).version }
  }
  const on = ({ id, version }, body = {}) => ({ path: { id }, body: { version, ...body } })
  const own = (given, body) => ({ path: { key: given.key }, body })
  const withFile = await give({ ...petition, files: [{ name: 'don.pdf', content: PDF }] })
  const { documents: [{ hash }] } = await get('CONTROL', `/petitions/${withFile.id}`)
  const twin = await after('receive')
  const published = (await get(null, '/petition-answers')).items[0]
  const examples = {
    givePetition: { body: petition },
    findPetition: { body: { code: withFile.code, contact: petition.phone } },
    followPetition: path({ key: withFile.key }),
    completePetition: own(await after('guide'), { more: 'Đó là phường Cái Khế.' }),
    ratePetition: own(await after('receive', 'take-up', 'answer'), { level: 'accepts' }),
    listPetitionAnswers: { query: { procedure: 'HT-01' } },
    getPetitionAnswer: published && path({ code: published.code }),
    listPetitions: { query: { topic: 'unsuited' } },
    getPetition: path({ id: withFile.id }),
    getPetitionDocument: path({ id: withFile.id, hash }),
    registerPetition: { body: { channel: 'counter', agency: 'ubnd-tp-can-tho', petition } },
    guidePetition: on(await after(), bodies.guide),
    receivePetition: on(await after()),
    transferPetition: on(await after('receive'), { to: 'so-xay-dung', note: 'Thuộc thẩm quyền của Sở Xây dựng' }),
    passOnPetition: on(await after('receive'), { to: 'Thanh tra thành phố' }),
    takeUpPetition: on(await after('receive')),
    gatherPetition: on(await after('receive', 'take-up'), { note: 'Lấy ý kiến các phường' }),
    answerPetition: on(await after('receive', 'take-up'), answer),
    publishPetition: on(await after('receive', 'take-up', 'answer'),
      { question: 'Có phải nộp bản sao sổ hộ khẩu không?', answer: 'Không phải nộp nữa.' }),
    refusePetition: on(await after(), { ground: 'unclear', note: 'Chưa rõ nội dung' }),
    mergePetition: on(await after('receive'), { with: twin.code }),
    filePetition: on(await after('receive', 'take-up', 'answer')),
  }
  return { examples, excused: published ? {} : excuse('no answer is published', 'getPetitionAnswer') }
}

async function results ({ get, post }) {
  const { items } = await get('SPECIALIST', '/results?standing=in_force')
  const ids = ['getResult', 'getResultDocument', 'proposeResultEnd', 'decideResultEnd', 'checkResult', 'compareResult']
  if (items.length < 2) return { examples: {}, excused: excuse('the agency has too few results in force', ...ids) }
  const [first, second] = items
  const end = on => ({ end: 'revoke', ground: 'Cấp nhầm đối tượng', decision: '7/QĐ', decided_on: on })
  await post('SPECIALIST', `/results/${second.id}/propose-end`, end(second.signed_on))
  const examples = {
    listResults: { query: { standing: 'in_force' } },
    getResult: path({ id: first.id }),
    proposeResultEnd: { path: { id: first.id }, body: end(first.signed_on) },
    decideResultEnd: { path: { id: second.id }, body: { approved: true } },
    checkResult: path({ code: first.code }),
    compareResult: { path: { code: first.code }, body: { file: { name: 'ket qua.pdf', content: PDF } } },
  }
  for (const { id } of items) {
    const { document } = await get('SPECIALIST', `/results/${id}`)
    if (!document) continue
    examples.getResultDocument = path({ id, hash: document.hash })
    return { examples, excused: {} }
  }
  return { examples, excused: excuse('no result in force has a file', 'getResultDocument') }
}

async function messages ({ get, post }, dossier, other) {
  const own = `/tracking/${key(dossier.tracking)}/messages`
  const files = [{ name: 'ban ve.pdf', content: PDF }]
  await post(null, own, { body: 'Bao giờ có người xuống xem đất?', files })
  const { items: parts } = await get('DESK', `/dossiers/${dossier.id}/parts`)
  const correction = {
    items: parts.slice(0, 1).map(part => ({ kind: part.kind, key: part.key })),
    due_on: dossier.clock.due_at.slice(0, 10),
  }
  const asked = await post('DESK', `/dossiers/${dossier.id}/messages`, { body: 'Xin gửi lại bản vẽ.', correction })
  const angry = await post(null, `/tracking/${key(other.tracking)}/messages`, { body: 'Hai lần bị bảo chờ.', complaint: true })
  // On a dossier of its own: the desk's next message would have answered it.
  const last = await post(null, `/tracking/${key(other.tracking)}/messages`, { body: 'Tôi sẽ gửi.' })
  const here = { id: dossier.id }
  return {
    examples: {
      listConversations: { query: { group: 'all' } },
      getMessages: path(here),
      sendMessage: { path: here, body: { body: 'Chào ông/bà, hồ sơ đang được thụ lý đúng hẹn.' } },
      listDossierParts: path(here),
      getMessageDocument: path({ ...here, hash: asked.messages[0].documents[0].hash }),
      closeRequest: { path: { ...here, message: asked.messages[1].id }, body: {} },
      concludeComplaint: {
        path: { id: other.id, message: angry.messages.at(-1).id },
        body: { is_so: false, finding: 'Đã hỏi lại cán bộ trực: ông được hướng dẫn ngay.' },
      },
      leaveMessages: { path: { id: other.id }, body: { last: last.messages.at(-1).id } },
      followMessages: path({ key: key(dossier.tracking) }),
      replyMessage: { path: { key: key(dossier.tracking) }, body: { body: 'Xin cảm ơn.' } },
    },
    excused: {},
  }
}

async function joint ({ get, post }) {
  const examples = { listJointDossiers: { query: { state: 'running' } } }
  const excused = {}
  const { items: groups } = await get('WARD', '/joint-groups')
  const [group] = groups
  if (group) {
    const agency = group.leads[0].code
    const { parts, papers } = await get('WARD', `/joint-groups/${group.code}?agency=${agency}`)
    const filing = {
      group: group.code,
      agency,
      applicant: 'citizen',
      owner: { name: 'Lê Văn Tám', identity_number: '361234567', address: 'Ấp Thới Bình', phone: '0909123456' },
      settles: parts.filter(part => !part.agency).map(part => ({ place: part.place, agency: part.choices[0].code })),
      papers: papers.map(({ paper }) => ({ paper, given: 'original' })),
      delivery: 'counter',
    }
    const filed = await post('WARD', '/joint-dossiers', filing)
    Object.assign(examples, {
      getJointGroup: { path: { code: group.code }, query: { agency } },
      fileJointDossier: { body: filing },
      getJointDossier: path({ id: filed.id }),
      followJointDossier: path({ key: key(filed.tracking) }),
    })
  } else {
    const ids = ['getJointGroup', 'fileJointDossier', 'getJointDossier', 'followJointDossier']
    Object.assign(excused, excuse('no group can be filed at the ward', ...ids))
  }
  const { items: [ended] } = await get('WARD', '/joint-dossiers?state=done')
  if (ended) examples.returnJointResults = { path: { id: ended.id }, body: { to: ended.owner } }
  else Object.assign(excused, excuse('no joint dossier of the ward has ended', 'returnJointResults'))
  return { examples, excused }
}

async function fees ({ get, post }) {
  const { items: open } = await get('DESK', '/fee-demands?standing=open')
  const { items: settled } = await get('DESK', '/fee-demands?standing=settled')
  const { items: receipts } = await get('DESK', '/receipts?standing=true')
  const examples = { listFeeRates: { query: { procedure: 'XD-01' } }, listFeeDemands: { query: { standing: 'settled' } } }
  const excused = {}
  if (open.length > 0) {
    const { lines } = await get('DESK', `/fee-demands/${open[0].id}`)
    const quantities = lines.slice(0, 1).map(({ id, quantity }) => ({ line: id, quantity }))
    examples.getFeeDemand = path({ id: open[0].id })
    examples.getDossierFees = path({ id: open[0].dossier })
    examples.adjustFeeDemand = { path: { id: open[0].id }, body: { quantities } }
  } else {
    Object.assign(excused, excuse('nothing is owed', 'getFeeDemand', 'getDossierFees', 'adjustFeeDemand'))
  }
  const held = settled.filter(demand => demand.held > 1)
  if (held.length > 0) {
    const body = { amount: 1, reason: 'Nộp thừa' }
    const asked = await post('DESK', `/fee-demands/${held[0].id}/ask-refund`, body)
    examples.askRefund = { path: { id: held[0].id }, body }
    examples.decideRefund = { path: { id: asked.id }, body: { approved: true } }
  } else {
    Object.assign(excused, excuse('no money is held', 'askRefund', 'decideRefund'))
  }
  if (receipts.length > 0) examples.checkReceipt = path({ code: receipts[0].code })
  else Object.assign(excused, excuse('no receipt was given', 'checkReceipt'))
  return { examples, excused }
}

async function counter ({ get, post }) {
  const { items: offices } = await get(null, '/counters')
  const mine = offices.find(({ agency }) => agency.code === AGENCY)
  const ids = ['getCounter', 'listFreeTimes', 'takeTicket', 'followTicket', 'getQueue', 'bookAppointment', 'cancelAppointment']
  if (!mine) return { examples: {}, excused: excuse('the agency has no counter', ...ids) }
  const { code } = mine
  const shown = await get(null, `/counters/${code}`)
  const service = shown.services[0].id
  const examples = { getCounter: path({ code }), listFreeTimes: path({ code }), getQueue: path({ code }) }
  const excused = {}
  if (shown.open_now && mine.remote) {
    const taken = await post(null, `/counters/${code}/tickets`, { service })
    examples.takeTicket = { path: { code }, body: { service } }
    examples.followTicket = path({ key: taken.key })
  } else {
    Object.assign(excused, excuse('the counter gives no number now', 'takeTicket', 'followTicket'))
  }
  const free = []
  for (const { on } of shown.hours.slice(1)) {
    free.push(...(await get(null, `/counters/${code}/slots?day=${on}`)).items)
  }
  if (free.length > 1) {
    const at = slot => ({ service, at: slot.at, name: 'Lê Văn Tám' })
    const booked = await post('DESK', `/counters/${code}/appointments`, at(free[0]))
    examples.bookAppointment = { path: { code }, body: at(free[1]) }
    examples.cancelAppointment = { path: { code: booked.code }, body: { reason: 'Cơ quan họp' } }
  } else {
    Object.assign(excused, excuse('no time is free', 'bookAppointment', 'cancelAppointment'))
  }
  return { examples, excused }
}

async function figures ({ get }, dossier) {
  const examples = {
    countDeadline: { query: { number: 15, received_at: '2012-10-03T08:15:00+07:00' } },
    countReturns: { query: { by: 'reason' } },
    listReturns: { query: { procedure: 'XD-01' } },
    listApologies: { query: { state: 'all' } },
    getSettlementIndex: path({ code: AGENCY }),
    listSettlementDossiers: path({ code: AGENCY }),
    listSettlementProcedures: path({ code: AGENCY }),
  }
  const excused = {}
  const one = async (who, list, id, why) => {
    const { items: [first] } = await get(who, list)
    if (first) examples[id] = path({ id: first.id })
    else excused[id] = why
  }
  await one('CONTROL', '/cost-studies', 'getCostStudy', 'nothing was studied')
  await one('CONTROL', '/simplifications', 'getSimplification', 'nothing was proposed')
  await one('REFORM', '/survey-waves?state=closed', 'getSurveyWave', 'no wave is closed')
  await one('REFORM', '/survey-waves?state=closed', 'getSurveyWaveResults', 'no wave is closed')
  await one(null, '/dialogues', 'getDialogue', 'no conference was announced')
  const { items: [planned] } = await get('CONTROL', '/dialogue-work?state=planned')
  const asking = planned && (await get(null, `/dialogues/${planned.id}`)).ask_until_on >= dossier.filed_at.slice(0, 10)
  if (asking) {
    const body = { asker: 'Công ty TNHH Sông Hậu', question: 'Khi nào nhận hồ sơ qua mạng?' }
    examples.askDialogue = { path: { id: planned.id }, body }
  } else {
    excused.askDialogue = 'no conference takes questions'
  }
  return { examples, excused }
}
