// A procedure is put into the year's plan of review, its questionnaire answered to the end, a proposal made of it,
// approved by the chairman, and carried out when its document is amended.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { useBrowser, withPageNoJs } from '../lib/browser.js'
import { dayFromNow, fill, follow, here, press, says, text } from '../lib/forms.js'
import { signIn } from '../lib/people.js'

useBrowser()

const CITY = 'Ủy ban nhân dân thành phố Cần Thơ'

/** Answers every control of a question: the first choice, or a word. */
async function answerAll(page) {
  for (const name of await page.locator('main form [name]:not([type=hidden])').evaluateAll(all => [...new Set(all.map(e => e.name))])) {
    const control = page.locator(`main [name="${name}"]`).first()
    const kind = await control.evaluate(e => e.tagName === 'SELECT' ? 'select' : e.type)
    if (kind === 'select') await control.selectOption({ index: 1 })
    else if (kind === 'radio' || kind === 'checkbox') await control.check()
    else await control.fill(await control.getAttribute('inputmode') === 'numeric' ? '2' : 'Xác định lý lịch tư pháp')
  }
}

test('a procedure is planned, reviewed, its proposal approved and carried out', async () => {
  let proposal
  await withPageNoJs({}, async page => {
    await signIn(page, 'demo.kiemsoat')
    await page.goto('/ra-soat/ung-vien')
    await follow(page, /Đưa LL-01 vào kế hoạch/)
    const today = await dayFromNow(page, 0)
    await fill(page, { 'co-quan': CITY, tu: today, den: await dayFromNow(page, 60), 'can-cu': 'choice', 'san-pham': 'Phương án bớt một bản sao' })
    await press(page, 'Đưa vào kế hoạch')
    const item = here(page)
    await follow(page, 'Lập phiếu rà soát')
    await fill(page, { mau: 'form', 'doi-tuong': 'Tờ khai yêu cầu cấp phiếu' })
    await press(page, 'Lập phiếu')
    const sheet = here(page).replace(/\/cau\/\d+$/, '')
    await press(page, 'Tiếp tục')
    await says(page, 'Có chỗ cần sửa')
    let questions = 0
    while (/\/cau\/\d+$/.test(here(page)) && questions < 20) {
      questions += 1
      await answerAll(page)
      await press(page, 'Tiếp tục')
    }
    assert.equal(here(page), sheet, await text(page))
    await press(page, 'Hoàn thành phiếu')
    await says(page, 'Xong ngày')
    await page.goto(item)
    await says(page, 'Xong ngày')
    await follow(page, 'Đề xuất phương án')
    await fill(page, { 'co-quan': CITY, phan: 'components', 'bien-phap': 'abolish', 'hien-nay': 'Bản sao sổ hộ khẩu',
      'de-xuat': 'Bỏ bản sao sổ hộ khẩu', 'ly-do': '', han: await dayFromNow(page, 90) })
    await press(page, 'Gửi đề xuất')
    await says(page, 'Có chỗ cần sửa')
    await fill(page, { 'ly-do': 'Cơ quan đã có trong cơ sở dữ liệu', 'so-1': '13/2011/TT-BTP', 'dieu-1': 'Điều 7', 'sua-1': 'Bỏ bản sao sổ hộ khẩu' })
    await press(page, 'Gửi đề xuất')
    proposal = here(page)
    assert.match(proposal, /^\/ra-soat\/phuong-an\/\d+$/, await text(page))
    assert.doesNotMatch(await text(page), /Quyết định phương án/, 'who proposes decides')
  })
  await withPageNoJs({}, async page => {
    await signIn(page, 'demo.chutich')
    await page.goto(proposal)
    await follow(page, 'Quyết định phương án')
    await fill(page, { 'ket-luan': 'duyet', 'quyet-dinh': '1501/QĐ-UBND' })
    await press(page, 'Ghi quyết định')
    await says(page, 'Đã phê duyệt')
  })
  await withPageNoJs({}, async page => {
    await signIn(page, 'demo.kiemsoat')
    await page.goto(proposal)
    await follow(page, 'Ghi nhận đã thực thi')
    await press(page, 'Ghi nhận')
    await says(page, 'Có chỗ cần sửa')
    const [amended] = await page.locator('main [name^="sua-"]').evaluateAll(all => all.map(e => e.name))
    await fill(page, { [amended]: '16/2015/TT-BTP', 'can-cu': 'Thông tư đã có hiệu lực' })
    await press(page, 'Ghi nhận')
    await says(page, 'Đã thực thi')
    await page.goto('/ra-soat/phuong-an?trang-thai=carried_out')
    await says(page, 'LL-01')
  })
})
