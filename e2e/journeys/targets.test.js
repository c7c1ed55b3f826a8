// A measure defined anew by the one, given back and approved by the other; told of and commented on; its frozen reading recounted;
// the same city on a map, in a comparison, in a scenario that is kept, and as open data.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { useBrowser } from '../lib/browser.js'
import { fill, follow, onward, press, says, saysNot, text } from '../lib/forms.js'
import { together } from '../lib/people.js'

useBrowser()

const SLUG = 'II.2.b-bo-sung'

test('a definition goes from its writer to a second person and counts from its day', () =>
  together(['demo.noivu', 'demo.chutich'], async ({ 'demo.noivu': writer, 'demo.chutich': reviewer }) => {
    await writer.goto(`/chuong-trinh/dinh-nghia/moi?chi-tieu=${SLUG}`)
    const today = await writer.locator('[name=tu-ngay]').inputValue()
    await fill(writer, { sat: 'năm' })
    await press(writer, 'Lưu bản thảo')
    await says(writer, 'Hãy ghi một số')
    await fill(writer, { sat: '7,5', 'ly-do': 'Cảnh báo sớm hơn một quý', 'tu-ngay': today })
    await press(writer, 'Lưu bản thảo')
    await says(writer, '7,5')
    const address = writer.url()
    await press(writer, 'Trình thẩm định')
    await says(writer, 'Chờ thẩm định')

    await reviewer.goto('/chuong-trinh/dinh-nghia?trang-thai=submitted')
    await says(reviewer, 'II.2.b/bo-sung')
    await reviewer.goto(address)
    await says(reviewer, 'Cảnh báo sớm hơn một quý')
    await fill(reviewer, { 'ly-do': 'Xin nêu căn cứ' })
    await press(reviewer, 'Trả lại để sửa')
    await writer.goto(address)
    await says(writer, 'Xin nêu căn cứ')
    await follow(writer, 'Sửa')
    await fill(writer, { 'ly-do': 'Theo kết luận giao ban quý III' })
    await press(writer, 'Lưu bản thảo')
    await press(writer, 'Trình thẩm định')
    await reviewer.goto(address)
    await press(reviewer, 'Duyệt')
    await says(reviewer, 'Đã duyệt')
    await reviewer.goto(`/muc-tieu/${SLUG}`)
    await says(reviewer, 'Theo kết luận giao ban quý III')
  }))

test('a measure is told of, its frozen reading recounted, a scenario kept', () =>
  together(['demo.noivu'], async ({ 'demo.noivu': page }) => {
    await page.goto('/theo-doi-chi-tieu/II.3.b-dung-han')
    await press(page, 'Gửi báo cáo tình hình')
    await says(page, 'Hãy điền mục này')
    await fill(page, { 'tinh-hinh': 'Đã nhắc ba phường ghi sổ đủ.', 'tin-cay': 'medium' })
    await press(page, 'Gửi báo cáo tình hình')
    await says(page, 'Chưa chắc; đo được')
    await fill(page, { 'y-kien': 'Nên xem lại các phường mới tách.' })
    await press(page, 'Gửi ý kiến')
    await says(page, 'Nên xem lại các phường mới tách.')

    await page.goto('/so-chot?chi-tieu=II.3.b-dung-han&co-quan=ubnd-tp-can-tho')
    await onward(page, page.locator('main tbody a').first())
    await follow(page, 'Đếm lại và đối chiếu')
    await says(page, 'căn cứ giống hệt lúc chốt')

    await page.goto('/kich-ban?chi-tieu=II.3.b-dung-han&luat=best&ky=toan-ky')
    await says(page, /Cách tính: 100 × \(/)
    await fill(page, { ten: 'Như quận tốt nhất' })
    await press(page, 'Lưu kịch bản')
    await says(page, '“Như quận tốt nhất”')

    await page.goto('/so-sanh?chi-tieu=II.3.b-dung-han&ky=toan-ky')
    await says(page, 'phân phối nhị thức')
    assert.ok(await page.locator('main svg.chart a').count() >= 1)
    await page.goto('/ban-do?chi-so=dossiers_on_time&cap=xa')
    assert.equal(await page.locator('main svg.map a').count(), 85)
    const first = page.locator('main svg.map a').first()
    await first.focus()
    assert.match(await first.getAttribute('aria-label'), /bản ghi/)
    await saysNot(page, 'chưa có chỗ trên sơ đồ')
    const answer = await page.request.get('/du-lieu-mo/danh-muc.json')
    assert.equal((await answer.json())['@type'], 'dcat:Catalog')
    await page.goto('/man-hinh')
    assert.match(await page.content(), /http-equiv="refresh"/)
    assert.match(await text(page), /Đạt|Sát|Chưa/)
  }))
