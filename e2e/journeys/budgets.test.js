// A commune's budget: written, sent, cut with a reason, passed by its People's Committee, decided by its Council, allocated and
// spent from; the Department of Finance finds its copy.

import { test } from 'node:test'
import { useBrowser, withPageNoJs } from '../lib/browser.js'
import { dayFromNow, fill, follow, here, press, says } from '../lib/forms.js'
import { signIn } from '../lib/people.js'

useBrowser()

const COMMUNE = 'xa-truong-xuan-a'
const CUT = 'Xã đã in phiếu năm trước, chỉ in thêm một nửa'

/** A page of somebody without JavaScript. */
const as = (login, use) => withPageNoJs({}, async page => {
  await signIn(page, login)
  return use(page)
})

test('a budget goes from the commune to the council with a cut and its reason', async () => {
  let budget
  await as(`${COMMUNE}.specialist`, async page => {
    await page.goto('/ngan-sach-cchc')
    await follow(page, 'Lập dự toán')
    await fill(page, { 'co-quan': COMMUNE })
    await press(page, 'Lập dự toán')
    budget = here(page)
    await follow(page, 'Thêm dòng')
    const line = { 'viec-khac': 'Khảo sát mức độ hài lòng', 'noi-dung': 'In phiếu khảo sát', 'muc-chi': 'khao-sat', nguon: 'commune',
      'don-vi': 'phiếu', 'so-luong': '2000', 'don-gia': '' }
    await fill(page, line)
    await press(page, 'Lưu')
    await says(page, 'Đơn giá là số đồng nguyên lớn hơn 0')
    await fill(page, { 'don-gia': '3.000' })
    await press(page, 'Lưu')
    await says(page, '2.000 phiếu × 3.000 đồng')
  })
  await as(`${COMMUNE}.head`, async page => {
    await page.goto(budget)
    await press(page, 'Gửi dự toán')
    await follow(page, 'Đổi mức tiền')
    await fill(page, { 'so-tien': '3.000.000', 'ly-do': CUT })
    await press(page, 'Đổi mức tiền')
    await says(page, '3.000.000')
  })
  await as(`${COMMUNE}.leader`, async page => {
    await page.goto(budget)
    const today = await dayFromNow(page, 0)
    await follow(page, 'Chuyển tiếp')
    await press(page, 'Chuyển tiếp')
    await follow(page, 'Ghi nghị quyết')
    await fill(page, { 'quyet-dinh': 'Nghị quyết số 12/NQ-HĐND', ngay: today })
    await press(page, 'Ghi nghị quyết')
    await says(page, 'Đã quyết định, chờ giao')
    await follow(page, /thay đổi: xem trước, sau/)
    await says(page, CUT)
    await says(page, '-3.000.000')
    await page.goto(budget)
    await follow(page, 'Giao dự toán')
    await fill(page, { 'quyet-dinh': 'Quyết định số 30/QĐ-UBND', ngay: today })
    await press(page, 'Giao dự toán')
    await says(page, 'Đã giao')
  })
  await as('so-tai-chinh.leader', async page => {
    await page.goto('/ngan-sach-cchc/ban-sao')
    await says(page, 'Xã Trường Xuân A')
    await page.goto(budget)
    await says(page, 'In phiếu khảo sát')
  })
})
