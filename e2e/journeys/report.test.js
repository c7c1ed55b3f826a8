// A periodic report that fills itself: begun from the calendar, its missing figures typed, frozen, signed by the leader, returned
// by line, corrected beside the first figures, accepted, and printed; it then stands in the sums of the city's own report.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { useBrowser } from '../lib/browser.js'
import { as } from '../lib/desk.js'
import { fill, follow, here, press, says, text } from '../lib/forms.js'

useBrowser()

/** Types a number into every figure that has none. */
async function typeFigures (page, number) {
  for (const name of await page.locator('main [name^="so-"]').evaluateAll(all => all.filter(e => e.value === '').map(e => e.name))) {
    await page.locator(`main [name="${name}"]`).fill(number)
  }
}

/** Submits a report as its writer, and signs it as the leader. */
async function send (report) {
  await as('demo.chuyenvien', report, async page => {
    await press(page, 'Chốt số liệu, trình ký')
    await says(page, 'Chờ ký')
  })
  await as('demo.lanhdao', report, async page => {
    await follow(page, 'Ký gửi')
    await fill(page, { 'so-ky-hieu': '', 'chuc-vu': 'Phó Chủ tịch' })
    await press(page, 'Ký gửi')
    await says(page, 'Có chỗ cần sửa')
    await fill(page, { 'so-ky-hieu': '27/BC-UBND' })
    await press(page, 'Ký gửi')
    await says(page, 'Đã gửi, chờ tiếp nhận')
  })
}

test('a report fills itself, is returned, corrected, accepted, summed up and printed', async () => {
  let report
  await as('demo.chuyenvien', '/bao-cao-cchc/lich', async page => {
    await press(page, /^Lập báo cáo/)
    report = here(page)
    assert.match(report, /^\/bao-cao-cchc\/bao-cao\/\d+$/)
    await says(page, 'Hồ sơ giải quyết đúng hạn')
    await press(page, 'Chốt số liệu, trình ký')
    await says(page, 'chưa đo được và chưa nhập')
    await page.goto(report)
    await follow(page, 'Viết báo cáo')
    await typeFigures(page, '7')
    await fill(page, { 'so-0': 'bảy', 'muc-0': 'Đã ban hành kế hoạch cải cách hành chính.' })
    await press(page, 'Lưu báo cáo')
    await says(page, 'Hãy nhập số nguyên')
    assert.equal(await page.locator('main [name="muc-0"]').inputValue(), 'Đã ban hành kế hoạch cải cách hành chính.')
    await fill(page, { 'so-0': '7' })
    await press(page, 'Lưu báo cáo')
    await says(page, 'Đã ban hành kế hoạch cải cách hành chính.')
    await page.goto(`${report}/so-lieu/3.5`)
    await says(page, 'bản ghi từ')
  })
  await send(report)
  await as('demo.noivu', report, async page => {
    await follow(page, 'Trả lại')
    await fill(page, { 'ly-do': 'Xem lại mục 1', 'dong-0': 'Thiếu hai văn bản' })
    await press(page, 'Trả lại')
    await says(page, 'Trả lại để sửa')
  })
  await as('demo.chuyenvien', report, async page => {
    await says(page, 'Cần sửa: Thiếu hai văn bản')
    await follow(page, 'Viết báo cáo')
    await fill(page, { 'so-0': '9' })
    await press(page, 'Lưu báo cáo')
  })
  await send(report)
  await as('demo.noivu', report, async page => {
    await press(page, 'Tiếp nhận')
    const words = await text(page)
    for (const part of ['Đã tiếp nhận, khóa', 'Lần gửi đầu', 'đã sửa', '27/BC-UBND']) assert.ok(words.includes(part), `${part} in ${words}`)
    for (const [paper, start] of [['in', '%PDF-'], ['word', 'PK'], ['phu-luc', 'PK']]) {
      const answer = await page.request.get(`${report}/${paper}`)
      assert.equal(answer.status(), 200, paper)
      assert.equal((await answer.body()).subarray(0, start.length).toString(), start, paper)
    }
    await page.goto('/bao-cao-cchc/tinh-hinh')
    await says(page, 'Quận Ninh Kiều')
    await page.goto('/bao-cao-cchc?co-quan=ubnd-tp-can-tho&trang-thai=accepted')
    await page.locator('main tbody a').first().click()
    await follow(page, 'Xem tổng hợp')
    await says(page, /Của chính cơ quan .* \+ cấp dưới .* = /)
  })
})
