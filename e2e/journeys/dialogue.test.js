// A conference with the people: announced, asked before it, held, a question asked there, answered in time,
// published in words that name nobody; and the public page has all of it.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { useBrowser, withPage, withPageNoJs } from '../lib/browser.js'
import { dayFromNow, fill, follow, here, press, says, text } from '../lib/forms.js'
import { signIn } from '../lib/people.js'

useBrowser()

const THEME = 'Đối thoại về cấp nước sạch nông thôn'
const BEFORE = 'Bao giờ ấp Thới Hòa có nước máy?'
const THERE = 'Giá nước tính theo hộ hay theo đồng hồ?'
const ANSWER = 'Tuyến ống đến ấp trong quý IV.'

test('a conference is announced, asked, held, answered and published', async () => {
  let record
  let open
  await withPageNoJs({}, async page => {
    await signIn(page, 'demo.kiemsoat')
    await page.goto('/hoi-nghi-doi-thoai')
    const today = await dayFromNow(page, 0)
    await follow(page, 'Thông báo hội nghị')
    await fill(page, { chu_de: THEME, doi_tuong: 'people', ngay: await dayFromNow(page, -3), dia_diem: 'Hội trường UBND xã', hoi_den: today })
    await press(page, 'Thông báo')
    await says(page, 'Có chỗ cần sửa')
    assert.equal(await page.locator('[name=chu_de]').inputValue(), THEME)
    await fill(page, { ngay: today, hoi_den: today })
    await press(page, 'Thông báo')
    record = here(page)
    assert.match(record, /^\/hoi-nghi-doi-thoai\/\d+$/, await text(page))
    open = record.replace('/hoi-nghi-doi-thoai', '/doi-thoai')
  })
  await withPageNoJs({}, async page => {
    await page.goto('/doi-thoai')
    await follow(page, THEME)
    await press(page, 'Gửi câu hỏi')
    await says(page, 'Có chỗ cần sửa')
    await fill(page, { nguoi_hoi: 'Nguyễn Văn Út', lien_he: '0909000111', cau_hoi: BEFORE })
    await press(page, 'Gửi câu hỏi')
    await says(page, 'Đã')
  })
  await withPage({}, async page => {
    await signIn(page, 'demo.kiemsoat')
    await page.goto(record)
    await says(page, BEFORE)
    await follow(page, 'Ghi câu hỏi tại hội nghị')
    await fill(page, { nguoi_hoi: 'Trần Thị Bé', cau_hoi: THERE })
    await press(page, 'Ghi câu hỏi tại hội nghị')
    await says(page, THERE)
    await follow(page, 'Ghi nhận đã tổ chức')
    await fill(page, { so_nguoi: 'nhiều', tom_tat: 'Bà con hỏi về nước sạch.' })
    await press(page, 'Ghi nhận đã tổ chức')
    await says(page, 'Có chỗ cần sửa')
    await fill(page, { so_nguoi: '64' })
    await press(page, 'Ghi nhận đã tổ chức')
    await says(page, 'Đã tổ chức')
    await follow(page, BEFORE)
    await follow(page, 'Trả lời')
    await fill(page, { tra_loi: `${ANSWER} Anh Út gọi 0909000111 để biết thêm.` })
    await press(page, 'Trả lời')
    await follow(page, 'Công khai hỏi đáp')
    await fill(page, { cau_hoi: 'Ấp Thới Hòa bao giờ có nước máy?' })
    await press(page, 'Công khai hỏi đáp')
    await says(page, 'Có chỗ cần sửa')
    await fill(page, { tra_loi: ANSWER })
    await press(page, 'Công khai hỏi đáp')
    await says(page, 'Đã công khai')
  })
  await withPageNoJs({}, async page => {
    await page.goto(open)
    await says(page, ANSWER)
    assert.doesNotMatch(await text(page), /Văn Út|0909000111|đồng hồ/, 'who asked, or what was not answered, is public')
  })
})
