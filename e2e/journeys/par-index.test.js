// An agency over-declares and is caught by the city's own records: scored, warned in red, handed in, verified with a reason,
// spoken about, agreed to, decided by the council, published, ranked; its lost points become a plan.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { useBrowser } from '../lib/browser.js'
import { dayFromNow, fill, follow, here, press, says, saysNot, text } from '../lib/forms.js'
import { together } from '../lib/people.js'

useBrowser()

/** Of a district: of a ward the demo city keeps too few records to measure anything. Of the city's round of the year it is no part. */
const DISTRICT = 'huyen-thoi-lai'
const LEADER = `${DISTRICT}.leader`

/** Answers the questions of a criterion as well as they can be answered. */
async function best(page, form) {
  const inside = page.locator(form)
  for (const name of ['co-khong', 'ket-qua']) {
    const radios = inside.locator(`[name="${name}"]`)
    if (await radios.count() > 0) await radios.first().check()
  }
  const days = /Số ngày/.test(await inside.innerText())
  for (const [name, value] of [['tu-so', days ? '0' : '100'], ['mau-so', '100'], ['nam-truoc', '1'], ['a', '10'], ['b', '0'], ['c', '0'], ['d', '0'], ['diem', '0']]) {
    const control = inside.locator(`input[name="${name}"]`)
    if (await control.count() > 0 && await control.first().isVisible()) await control.first().fill(value)
  }
}

/** The criteria of a sheet's table whose row says something, by address; the link to a criterion's records is none. */
const criteria = (page, says = '') => page.locator('#tieu-chi tbody tr', { hasText: says }).locator('a[href*="/tieu-chi/"]:not([href$="/ho-so"])')
  .evaluateAll(all => all.map(a => new URL(a.href).pathname))

async function score(page, sheet) {
  await page.goto(sheet)
  const open = await criteria(page, 'Chưa chấm')
  assert.ok(open.length > 10, await text(page))
  for (const path of open) {
    await page.goto(path)
    await best(page, `main form[action="${path}"]`)
    await fill(page, { 'giai-thich': 'Theo báo cáo năm của huyện' })
    await press(page, 'Lưu điểm tự chấm')
    await says(page, 'Đã lưu điểm tự chấm')
  }
}

async function verify(page, sheet) {
  await page.goto(sheet)
  await press(page, 'Nhận các tiêu chí khớp')
  for (const path of await criteria(page)) {
    await page.goto(path)
    if (await page.locator('main dt', { hasText: 'Người thẩm định' }).count() > 0) continue
    // What was measured stands in the form already; elsewhere the verifier finds what was declared.
    const over = (await text(page)).includes('Khai vượt')
    if (!over) await best(page, `main form[action="${path}/tham-dinh"]`)
    await fill(page, { 'ly-do': over ? 'Theo số đo từ hồ sơ của hệ thống' : 'Theo minh chứng' })
    await press(page, 'Lưu kết quả thẩm định')
    await says(page, 'Đã lưu kết quả thẩm định')
  }
}

test('an agency that over-declares is caught by its own records, through all states to the ranking', async () => {
  await together(['demo.noivu', LEADER, 'demo.chutich', ''], async ({ 'demo.noivu': reform, [LEADER]: agency, 'demo.chutich': council, '': citizen }) => {
    // An agency has one index a year: over a district of the city's own round no second one is opened.
    await reform.goto('/chi-so-cchc/dot/moi')
    const today = await dayFromNow(reform, 0)
    const year = today.slice(0, 4)
    await fill(reform, { bo: 'district-2013', nam: year, 'to-chuc': 'quan-ninh-kieu', ten: `Chỉ số CCHC quận Ninh Kiều ${year}, đánh giá lại`, han: today, 'het-nhan': today })
    await press(reform, 'Mở đợt')
    await says(reform, 'mỗi cơ quan có một chỉ số một năm')
    await fill(reform, { 'to-chuc': DISTRICT, ten: `Chỉ số CCHC huyện Thới Lai ${year}` })
    await press(reform, 'Mở đợt')
    const round = here(reform)
    assert.match(round, /^\/chi-so-cchc\/dot\/\d+$/, await text(reform))
    await reform.locator('main table a', { hasText: 'Thới Lai' }).first().click()
    await reform.waitForLoadState()
    const sheet = here(reform)

    await score(agency, sheet)
    await agency.goto(sheet)
    await says(agency, 'Khai cao hơn số đo được ở tiêu chí')
    const overs = await criteria(agency, 'Khai vượt')
    assert.ok(overs.length > 0, await text(agency))
    await agency.goto(overs[0])
    await says(agency, 'hồ sơ trong hệ thống cho')
    await agency.goto(sheet)
    await follow(agency, 'Xem trước khi nộp')
    await says(agency, 'Tiêu chí khai cao hơn số đo')
    await press(agency, 'Vẫn nộp, giữ nguyên điểm đã khai')
    await says(agency, 'Chờ thẩm định')

    await verify(reform, sheet)
    await reform.goto(sheet)
    await press(reform, 'Kết thúc thẩm định')
    await says(reform, 'Đã kết thúc thẩm định')

    await agency.goto('/thong-bao')
    await says(agency, 'Phiếu đã được thẩm định')
    await agency.goto(overs[0])
    await says(agency, 'Theo số đo từ hồ sơ của hệ thống')
    await fill(agency, { 'giai-trinh': 'Hai hồ sơ trễ vì bão; đề nghị xem lại' })
    await press(agency, 'Gửi giải trình')
    await reform.goto(overs[0])
    await fill(reform, { 'tra-loi': 'Đã xem lại, số đo là đúng' })
    await press(reform, 'Gửi trả lời')
    await agency.goto(sheet)
    await press(agency, 'Đồng ý với kết quả thẩm định')
    await says(agency, 'Đã ghi cơ quan đồng ý')

    // Who agreed is waited for no longer: the round may be decided the same day.
    await council.goto(round)
    await fill(council, { 'quyet-dinh': '45/QĐ-UBND' })
    await press(council, 'Ghi quyết định')
    await says(council, 'Đã ghi quyết định')
    await press(council, 'Công bố kết quả')
    await says(council, 'Đã công bố')

    await citizen.goto(sheet.replace('phieu', 'ket-qua'))
    await says(citizen, '45/QĐ-UBND')
    await says(citizen, 'Thới Lai')
    await citizen.goto(`/chi-so-cchc?nam=${year}&cap=district`)
    await says(citizen, 'Thới Lai')

    await agency.goto(sheet)
    await follow(agency, 'Khắc phục điểm mất')
    await saysNot(agency, 'Không có tiêu chí nào mất điểm')
    const field = await agency.locator('main [name="linh-vuc"] option').nth(1).getAttribute('value')
    await fill(agency, { 'linh-vuc': field })
    await press(agency, 'Đưa vào kế hoạch')
    assert.match(here(agency), /^\/ke-hoach-cchc\/ke-hoach\/\d+$/, await text(agency))
    await says(agency, 'điểm mất ở tiêu chí')
  })
})
