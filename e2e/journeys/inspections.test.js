// An inspection from its decision to closed findings: opened, its team and checklist put together, the unit told, questions
// answered, minutes signed by both sides, the conclusion published by a second person, the finding reported and accepted.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { useBrowser, withPageNoJs } from '../lib/browser.js'
import { dayFromNow, fill, follow, here, PAPER, press, says, saysNot, text } from '../lib/forms.js'
import { signIn } from '../lib/people.js'

useBrowser()

const UNIT = 'quan-ninh-kieu'

/** Opens a page as somebody, without JavaScript. */
const as = (login, path, use) => withPageNoJs({}, async page => {
  await signIn(page, login)
  await page.goto(path)
  return use(page)
})

test('an inspection goes from its decision to closed findings', async () => {
  const inspection = await as('demo.noivu', '/kiem-tra-cchc/moi', async page => {
    const today = await dayFromNow(page, 0)
    await fill(page, { 'co-quan': 'ubnd-tp-can-tho', 'don-vi': UNIT, 'noi-dung': 'Cơ chế một cửa', 'ly-do': 'Báo chí phản ánh',
      'quyet-dinh': 'Quyết định số 77/QĐ-ĐKT', 'ngay-quyet-dinh': today, 'thoi-ky-tu': await dayFromNow(page, -300),
      'thoi-ky-den': await dayFromNow(page, -1), tu: today, den: today })
    await press(page, 'Mở cuộc kiểm tra')
    const inspection = here(page)
    assert.match(inspection, /^\/kiem-tra-cchc\/cuoc\/\d+$/, await text(page))
    await follow(page, 'Thêm thành viên đoàn')
    await fill(page, { ten: 'Phạm Kim Loan', 'co-quan': UNIT, 'truong-doan': true })
    await press(page, 'Thêm thành viên đoàn')
    await says(page, 'không được vào đoàn')
    await fill(page, { ten: 'Võ Thanh Bình', 'co-quan': 'ubnd-tp-can-tho' })
    await press(page, 'Thêm thành viên đoàn')
    await follow(page, 'Chọn phiếu kiểm tra')
    await page.locator('main [name=linh-vuc][value="II.5"]').check()
    await press(page, 'Lấy câu hỏi')
    await press(page, 'Thông báo cho đơn vị')
    await says(page, 'Đã thông báo')
    await follow(page, /Quy chế chi tiêu nội bộ/)
    await fill(page, { 'tra-loi': 'no', 'ghi-chu': '' })
    await press(page, 'Lưu và sang câu tiếp')
    await says(page, 'Có chỗ cần sửa')
    await fill(page, { 'ghi-chu': 'Chưa công khai', tep: PAPER, 'ngay-minh-chung': await dayFromNow(page, -2) })
    await press(page, 'Lưu và sang câu tiếp')
    await follow(page, 'Ghi tồn tại')
    await fill(page, { 'ton-tai': 'Quy chế chi tiêu nội bộ chưa công khai', 'muc-do': 'medium', 'khac-phuc': 'Công khai quy chế' })
    await press(page, 'Ghi tồn tại')
    await follow(page, 'Lập biên bản')
    await fill(page, { 'dai-dien': 'Huỳnh Hữu Nghĩa, Chủ tịch', 'tom-tat': 'Đơn vị còn một tồn tại' })
    await press(page, 'Lập biên bản')
    await says(page, 'Huỳnh Hữu Nghĩa, Chủ tịch')
    await follow(page, 'Ghi chữ ký của đoàn')
    await fill(page, { 'nguoi-ky': 'Võ Thanh Bình', 'chuc-vu': 'Trưởng đoàn', 'ban-ky': PAPER })
    await press(page, 'Ghi chữ ký của đoàn')
    return inspection
  })
  const finding = await as('demo.lanhdao', inspection, async page => {
    await says(page, 'Quy chế chi tiêu nội bộ chưa công khai')
    await follow(page, 'Ghi chữ ký của đơn vị')
    await fill(page, { 'nguoi-ky': 'Huỳnh Hữu Nghĩa', 'chuc-vu': 'Chủ tịch', 'ban-ky': PAPER })
    await press(page, 'Ghi chữ ký của đơn vị')
    await says(page, 'Đã ký biên bản')
    await follow(page, 'Quy chế chi tiêu nội bộ chưa công khai')
    const finding = here(page)
    await follow(page, 'Báo đã khắc phục')
    await fill(page, { 'noi-dung': 'Đã công khai trên cổng', tep: PAPER, 'ngay-minh-chung': await dayFromNow(page, 0) })
    await press(page, 'Báo đã khắc phục')
    await says(page, 'Đã báo, chờ xem')
    return finding
  })
  await as('demo.noivu', finding, async page => {
    await follow(page, 'Chấp nhận')
    await press(page, 'Chấp nhận')
    await says(page, 'Đã khắc phục')
    await page.goto(inspection)
    await follow(page, 'Soạn kết luận')
    await fill(page, { 'ket-luan': 'Một cửa tốt; quy chế đã công khai sau kiểm tra' })
    await press(page, 'Soạn kết luận')
    await saysNot(page, 'Công bố kết luận')
  })
  await as('demo.chutich', inspection, async page => {
    await follow(page, 'Công bố kết luận')
    await fill(page, { so: 'Kết luận số 78/KL-ĐKT' })
    await press(page, 'Công bố kết luận')
    await says(page, 'Đã công bố kết luận')
  })
  await as('demo.noivu', inspection, async page => {
    await press(page, 'Kết thúc cuộc kiểm tra')
    await says(page, 'Đã kết thúc')
    await page.goto(inspection.replace('/kiem-tra-cchc/cuoc', '/ket-luan-kiem-tra'))
    await says(page, 'quy chế đã công khai sau kiểm tra')
    await saysNot(page, 'Võ Thanh Bình')
  })
})
