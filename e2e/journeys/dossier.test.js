// A dossier goes the long way: an expert is asked, the applicant puts something right, the day is moved with an apology,
// and the signed result leaves by the number in the register. And work goes to a colleague when somebody is away.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { useBrowser, withPage } from '../lib/browser.js'
import { as, receive } from '../lib/desk.js'
import { follow, press, text } from '../lib/forms.js'

useBrowser()

const OWNER = { name: 'Đoàn Văn Bảy' }

test('asked, put right, apologised for, signed and handed over with its number in the register', async () => {
  const { id, code, register } = await as('demo.motcua', '/quay/nhan?thu-tuc=HT-13', async page => {
    const received = await receive(page, 'HT-13', OWNER)
    const register = (await text(page)).match(/Số trong sổ theo dõi: (\d+)/)[1]
    await follow(page, 'Mở hồ sơ')
    await press(page, 'Chuyển hồ sơ')
    return { ...received, register }
  })
  await as('demo.chuyenvien', `/ho-so/${id}`, async page => {
    await press(page, 'Nhận việc này')
    await follow(page, 'Lấy ý kiến')
    await page.getByLabel('Đơn vị').selectOption({ label: 'Sở Tư pháp' })
    await page.getByLabel('Câu hỏi').fill('Sổ gốc năm 1985 có lưu tại Sở không?')
    await page.getByLabel('Trả lời trước ngày').fill('2015-09-18')
    await press(page, 'Lấy ý kiến')
    assert.match(await text(page), /Đang chờ ý kiến của Sở Tư pháp/)
    await follow(page, 'Trao đổi')
    await page.getByLabel('Đề nghị sửa').check()
    await page.locator('[name=muc][value="field:ngay_su_kien"]').check()
    await page.locator('[name=noi_dung]').fill('Ngày sinh trên tờ khai khác giấy chứng minh, đề nghị ghi lại.')
    await press(page, 'Gửi')
    assert.match(await text(page), /Ngày sinh trên tờ khai/)
  })
  await as('so-tu-phap.specialist', '/y-kien', async page => {
    await page.locator('main tbody tr', { hasText: code }).getByRole('link').first().click()
    await page.waitForLoadState()
    await page.getByLabel('Ý kiến của đơn vị').fill('Có, quyển 3, số 112.')
    await press(page, 'Gửi ý kiến')
  })
  // The applicant follows the link to pay, as the notice gives it.
  const pay = await as('demo.motcua', `/ho-so/${id}`, async page => {
    await follow(page, 'Mở khoản thu')
    return page.locator('main').getByRole('link', { name: 'Mở trang nộp tiền' }).getAttribute('href')
  })
  await withPage({}, async page => {
    await page.goto(pay)
    await follow(page, code)
    await follow(page, /[Tt]rao đổi|[Tt]rả lời/)
    assert.match(await text(page), /Ngày sinh trên tờ khai/, await text(page))
    await page.locator('[name=noi_dung]').fill('Ngày sinh đúng là 05/10/1985.')
    await press(page, /^(Gửi|Trả lời)/)
    assert.match(await text(page), /05\/10\/1985/)
  })
  await as('demo.truongphong', `/ho-so/${id}`, async page => {
    await follow(page, 'Xin lỗi và hẹn lại')
    await page.getByLabel('Ngày hẹn mới').fill('2015-09-20')
    await page.getByLabel('Lý do').fill('Phải tra sổ gốc tại Sở Tư pháp')
    await press(page, 'Xin lỗi và hẹn lại')
    assert.match(await text(page), /Ngày hẹn mới: /, 'a day before the promise is no new promise')
    assert.equal(await page.getByLabel('Lý do').inputValue(), 'Phải tra sổ gốc tại Sở Tư pháp')
    await page.getByLabel('Ngày hẹn mới').fill('2015-09-23')
    await press(page, 'Xin lỗi và hẹn lại')
    assert.match(await text(page), /23\/09\/2015/)
  })
  await as('demo.chuyenvien', `/ho-so/${id}`, async page => {
    await follow(page, 'Ý kiến')
    assert.match(await text(page), /quyển 3, số 112/)
    await page.goto(`/ho-so/${id}/trao-doi`)
    assert.match(await text(page), /05\/10\/1985/)
    await press(page, /Đã sửa xong|Xong/)
    await page.goto(`/ho-so/${id}`)
    await press(page, 'Xong bước này')
  })
  await as('demo.truongphong', `/ho-so/${id}`, page => press(page, 'Xong bước này'))
  const number = `${id}/TL-HT`
  await as('demo.lanhdao', `/ho-so/${id}`, async page => {
    await page.locator('input[name=ket-qua][value=granted]').check()
    await page.locator('[name=so]').fill(number)
    await page.locator('main form:has([name=so]) .actions button').first().click()
    await page.waitForLoadState()
    assert.match(await text(page), /Đã xử lý xong/, await text(page))
  })
  await as('demo.motcua', '/ho-so?nhom=cho-tra', async page => {
    await page.locator('main tbody').getByRole('link', { name: code }).click()
    await page.waitForLoadState()
    await page.locator('[name=nguoi-nhan]').fill(OWNER.name)
    await page.locator('main form:has([name=nguoi-nhan]) .actions button').first().click()
    await page.waitForLoadState()
    assert.match(await text(page), /Đã trả kết quả/, await text(page))
    await page.goto('/so-theo-doi?nam=2015')
    await page.getByLabel('Mã, tên, điện thoại, số giấy tờ').fill(code)
    await press(page, 'Lọc')
    const line = await page.locator('main tbody tr', { hasText: code }).innerText()
    assert.ok(line.includes(register) && line.includes(OWNER.name), line)
  })
})

test('what an absent colleague holds goes to another, who finds it on the page of the day', async () => {
  const { id, code } = await as('demo.motcua', '/quay/nhan?thu-tuc=HT-13', async page => {
    const received = await receive(page, 'HT-13', { name: 'Cao Thị Tám' })
    await follow(page, 'Mở hồ sơ')
    await press(page, 'Chuyển hồ sơ')
    return received
  })
  await as('demo.chuyenvien', `/ho-so/${id}`, page => press(page, 'Nhận việc này'))
  await as('demo.truongphong', '/khoi-luong', async page => {
    await follow(page, 'Giao lại việc')
    await page.getByLabel('Người đang giữ').selectOption({ label: await page.locator('[name=tu] option', { hasText: 'Nguyễn Quốc Dũng' }).innerText() })
    await page.getByLabel(/Phạm Hữu Hiền/).check()
    await page.locator('[name=thu-tuc]').selectOption({ label: 'Cấp bản sao giấy tờ hộ tịch từ sổ hộ tịch' })
    await press(page, 'Xem trước')
    const preview = await page.locator('main tbody').innerText()
    assert.ok(preview.includes(code) && preview.includes('Phạm Hữu Hiền'), preview)
    await press(page, /^Giao \d+ hồ sơ/)
    assert.match(await page.locator('main tbody tr', { hasText: code }).innerText(), /Đã giao/)
    await page.goto(`/ho-so/${id}`)
    assert.match(await text(page), /Chuyên viên thụ lý, Phạm Hữu Hiền/)
  })
})
