// A procedure is amended: drafted by one official, its differences looked at, approved by a second one,
// announced by a signed decision, entered and published; the public sheet says it. Without JavaScript.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { useBrowser, withPageNoJs } from '../lib/browser.js'
import { dayFromNow, fill, follow, here, press, says, text } from '../lib/forms.js'
import { signIn } from '../lib/people.js'

useBrowser()

const CODE = 'AS-07'
const DEMAND = 'Xuất trình giấy khai sinh để đối chiếu.'
const CITY = 'Ủy ban nhân dân thành phố Cần Thơ'

test('a procedure is drafted by one, approved by another, announced and published', async () => {
  let change
  let today
  await withPageNoJs({}, async page => {
    await signIn(page, 'demo.quantri')
    await page.goto('/quan-tri/thu-tuc/thay-doi')
    today = await dayFromNow(page, 0)
    await follow(page, 'Mở thay đổi')
    await press(page, 'Mở thay đổi')
    await says(page, 'Có chỗ cần sửa')
    await fill(page, { loai: 'amend', theo: 'central', ma: CODE, tu: today, 'co-quan': CITY, 'ly-do': 'Thông tư mới của Bộ' })
    await press(page, 'Mở thay đổi')
    change = here(page)
    assert.match(change, /^\/quan-tri\/thu-tuc\/thay-doi\/\d+$/, await text(page))
    await follow(page, 'Yêu cầu, điều kiện')
    await fill(page, { requirements: DEMAND })
    await press(page, 'Lưu phần này')
    await says(page, 'Có thay đổi')
    await says(page, DEMAND)
    assert.doesNotMatch(await text(page), /Duyệt nội dung/, 'the author may approve')
    await follow(page, 'Thử trên hồ sơ tháng trước')
    assert.match(here(page), /\/mo-phong$/)
  })
  await withPageNoJs({}, async page => {
    await signIn(page, 'demo.kiemsoat')
    await page.goto(change)
    await press(page, 'Duyệt nội dung')
    await says(page, /Người duyệt\s+Đặng Ngọc Ánh/)
    await follow(page, 'Lập quyết định')
    await fill(page, { 'trich-yeu': 'Về việc công bố thủ tục bảo trợ xã hội', 'van-ban': '37/2012/TTLT-BLĐTBXH',
      'ten-van-ban': 'Thông tư liên tịch về xác định mức độ khuyết tật', 'chuc-vu': 'Chủ tịch', 'nguoi-ky': 'Phan Quốc Cường' })
    await press(page, 'Lưu quyết định')
    const decision = here(page)
    assert.match(decision, /^\/quan-tri\/thu-tuc\/quyet-dinh\/\d+$/, await text(page))
    await says(page, CODE)
    await fill(page, { so: '2015/QĐ-UBND', ngay: today })
    await press(page, 'Ghi nhận đã ký')
    await says(page, 'Đã ký')
    const print = await page.request.get(`${decision}/in`)
    assert.equal(print.headers()['content-type'], 'application/pdf')
    await page.goto(change)
    await press(page, 'Đã nhập vào cơ sở dữ liệu')
    await press(page, 'Công khai')
    await says(page, 'Đang công khai')
    await says(page, '2015/QĐ-UBND')
  })
  await withPageNoJs({}, async page => {
    await page.goto(`/thu-tuc/${CODE}`)
    await says(page, DEMAND)
    await page.goto(`/thu-tuc/${CODE}/so-sanh`)
    await says(page, DEMAND)
  })
})
