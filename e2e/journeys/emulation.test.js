// A round of emulation of the communes is opened, an agency proposes, Home Affairs appraises with a reason, a council votes on it.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { useBrowser, withPageNoJs } from '../lib/browser.js'
import { dayFromNow, fill, follow, here, press, says, saysNot, text } from '../lib/forms.js'
import { signIn } from '../lib/people.js'

useBrowser()

test('a ward proposes, is appraised, objects and is voted on', async () => {
  let round
  let entry
  await withPageNoJs({}, async page => {
    await signIn(page, 'demo.noivu')
    await page.goto('/thi-dua/dot/moi')
    await fill(page, { nam: '2015', nhom: 'commune', ten: 'Thi đua cấp xã năm 2015', han: await dayFromNow(page, 30) })
    await press(page, 'Mở đợt thi đua')
    round = here(page)
    assert.match(round, /^\/thi-dua\/dot\/\d+$/, await text(page))
    await follow(page, /Cái Khế/)
    entry = here(page)
    await saysNot(page, 'Ghi kết quả thẩm định')
  })
  await withPageNoJs({}, async page => {
    await signIn(page, 'phuong-cai-khe.leader')
    await page.goto(entry)
    await follow(page, 'Soạn đề nghị')
    await fill(page, { 'diem/initiative': '8', loai: 'good', 'thanh-tich': 'Một cửa phường giải quyết đúng hạn' })
    await press(page, 'Lưu đề nghị')
    await says(page, 'Có điểm thì phải nêu lý do')
    await fill(page, { 'vi-sao/initiative': 'Tổ tự quản tuyên truyền tại khu vực' })
    await press(page, 'Lưu đề nghị')
    await press(page, 'Gửi đề nghị')
    await says(page, 'Chờ thẩm định')
  })
  await withPageNoJs({}, async page => {
    await signIn(page, 'demo.noivu')
    await page.goto(entry)
    await follow(page, 'Thẩm định')
    await fill(page, { loai: 'weak', 'ly-do': '' })
    await press(page, 'Ghi kết quả thẩm định')
    await says(page, 'hãy nêu lý do')
    await fill(page, { 'ly-do': 'Có hồ sơ trễ chưa xin lỗi' })
    await press(page, 'Ghi kết quả thẩm định')
    await says(page, 'Có hồ sơ trễ chưa xin lỗi')
  })
  await withPageNoJs({}, async page => {
    await signIn(page, 'phuong-cai-khe.leader')
    await page.goto(entry)
    await follow(page, 'Kiến nghị')
    await fill(page, { 'noi-dung': 'Đã xin lỗi đủ, xin xem lại' })
    await press(page, 'Gửi kiến nghị')
    await says(page, 'Chưa trả lời')
  })
  await withPageNoJs({}, async page => {
    await signIn(page, 'demo.noivu')
    await page.goto(entry)
    await follow(page, 'Trả lời kiến nghị')
    await fill(page, { 'tra-loi': 'Hội đồng sẽ xem xét' })
    await press(page, 'Gửi trả lời')
    await page.goto(`${round}/hoi-dong`)
    await fill(page, { 'thanh-vien': 'Võ Thanh Bình; Thư ký\nPhan Quốc Cường; Chủ tịch hội đồng' })
    await press(page, 'Ghi thành viên hội đồng')
    await page.goto(`${entry}/bieu-quyet`)
    for (const select of await page.locator('main select').all()) await select.selectOption('average')
    await press(page, 'Ghi phiếu biểu quyết')
    await says(page, 'Hội đồng đã biểu quyết')
    await page.goto(round)
    await press(page, 'Trình quyết định')
    assert.match(await text(page), /chưa được hội đồng biểu quyết/)
  })
})

test('everybody sees the published classes and what they rest on', async () => {
  await withPageNoJs({}, async page => {
    await page.goto('/thi-dua?nam=2014&nhom=district')
    await follow(page, /Ninh Kiều/)
    await says(page, 'Điểm theo tiêu chí')
    await says(page, /QĐ-UBND/)
  })
})
