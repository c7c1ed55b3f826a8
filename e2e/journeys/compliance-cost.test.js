// A study of what a procedure costs the people: opened from the procedure's papers, its numbers and a job written,
// handed in, accepted by a second person, and counted in the year.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { useBrowser, withPageNoJs } from '../lib/browser.js'
import { fill, follow, here, press, says, text } from '../lib/forms.js'
import { signIn } from '../lib/people.js'

useBrowser()

test('a cost study is made, handed in and accepted by a second person', async () => {
  let study
  await withPageNoJs({}, async page => {
    await signIn(page, 'demo.truongphong')
    await page.goto('/chi-phi')
    await follow(page, 'Lập bảng tính')
    await fill(page, { 'thu-tuc': 'CU-02', nam: 'năm nay' })
    await press(page, 'Mở bảng tính')
    await says(page, 'Có chỗ cần sửa')
    await fill(page, { nam: '2015' })
    await press(page, 'Mở bảng tính')
    study = here(page)
    assert.match(study, /^\/chi-phi\/\d+$/, await text(page))
    await press(page, 'Trình soát xét')
    await says(page, /chưa được trình/i)
    await page.goto(study)
    await follow(page, 'Sửa số lần, đối tượng, thu nhập')
    await fill(page, { 'thu-nhap': '21000', nguon: 'Niên giám thống kê 2014', 'cach-dem': 'rieng', 'so-lan': '1', 'doi-tuong': '120; 150; 180', 'ly-do': '' })
    await press(page, 'Lưu')
    await says(page, 'Có chỗ cần sửa')
    await fill(page, { 'ly-do': 'Phần lớn nộp tại công an phường, chưa vào hệ thống.' })
    await press(page, 'Lưu')
    await says(page, 'lấy mức trung bình thấp')
    await follow(page, 'Nộp hồ sơ')
    await fill(page, { gio: '1; 1,5; 2', 'dich-vu': '5000', phi: 'mười nghìn' })
    await press(page, 'Lưu')
    await says(page, 'Có chỗ cần sửa')
    await fill(page, { phi: '10000' })
    await press(page, 'Lưu')
    // 1,5 hours at 21.000 đồng, 5.000 outside, 10.000 of fees, for 150 people once a year.
    await says(page, '46.500 đồng × 1 lần/năm × 150 đối tượng = 6.975.000 đồng')
    await press(page, 'Trình soát xét')
    await says(page, 'Chờ soát xét')
    assert.doesNotMatch(await text(page), /^Soát xét$/m, 'whoever made it may accept it')
  })
  await withPageNoJs({}, async page => {
    await signIn(page, 'demo.lanhdao')
    await page.goto('/chi-phi')
    await follow(page, 'Thông báo lưu trú')
    assert.equal(here(page), study)
    await follow(page, 'Soát xét')
    await fill(page, { 'ket-luan': 'dat' })
    await press(page, 'Ghi kết luận')
    await says(page, 'Đã soát xét')
    await says(page, /Soát xét\s+Huỳnh Hữu Nghĩa/)
    const print = await page.request.get(`${study}/in`)
    assert.equal(print.headers()['content-type'], 'application/pdf')
    await page.goto('/chi-phi/tong-hop')
    await follow(page, '2015')
    await says(page, 'Thông báo lưu trú')
  })
})
