// A signed result stands in the register, is revoked by two persons, and the public page says so.
// Another one goes by post, comes back, and waits at the counter again.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { useBrowser, withPage } from '../lib/browser.js'
import { as, signed } from '../lib/desk.js'
import { follow, press, text } from '../lib/forms.js'

useBrowser()

test('a result is registered, revoked by a second person, and shown so to whoever checks it', async () => {
  const { number } = await signed({ name: 'Kiều Thị Năm' })
  const { entry, code } = await as('phuong-cai-khe.specialist', '/so-ket-qua', async page => {
    await page.getByLabel('Số, tên kết quả hoặc người được cấp').fill(number)
    await press(page, 'Lọc')
    await follow(page, number)
    const shown = await text(page)
    assert.match(shown, /Đang có hiệu lực/, shown)
    await press(page, 'Gửi đề nghị')
    assert.match(await text(page), /Căn cứ, lý do: Hãy điền mục này/)
    await page.getByLabel('Thu hồi, hủy bỏ').check()
    await page.getByLabel('Căn cứ, lý do').fill('Người được cấp khai man tình trạng hôn nhân')
    await page.getByLabel('Số quyết định').fill('77/QĐ-UBND')
    await page.getByLabel('Ngày quyết định').fill('2015-09-14')
    await press(page, 'Gửi đề nghị')
    assert.match(await text(page), /Đề nghị thu hồi, chờ người thứ hai/)
    return { entry: new URL(page.url()).pathname, code: shown.match(/\b[A-Z0-9]{4}(-[A-Z0-9]{4}){3}\b/)[0] }
  })
  assert.match(await checked(code), /[Cc]ó hiệu lực/, 'one person alone revokes nothing')
  await as('phuong-cai-khe.leader', entry, async page => {
    await page.getByLabel(/^Chấp thuận/).check()
    await press(page, 'Quyết định')
    assert.match(await text(page), /Đã thu hồi/)
  })
  const shown = await checked(code)
  assert.match(shown, /[Tt]hu hồi/, shown)
  assert.ok(shown.includes('77/QĐ-UBND') && !shown.includes('khai man'), shown)
})

/** What the public page says of a code, typed as a person types it. */
const checked = code => withPage({}, async page => {
  await page.goto('/kiem-tra-ket-qua')
  await page.locator('main form input[type=text]').first().fill(code.toLowerCase())
  await page.locator('main form button').first().click()
  await page.waitForLoadState()
  return text(page)
})

test('a result goes by post, fails, comes back, and is handed over at the counter', async () => {
  const who = { name: 'Thạch Thị Mười', post: true }
  const { id, code } = await signed(who)
  const parcel = `RM${id.padStart(9, '0')}VN`
  await as('demo.motcua.xa', '/buu-chinh?tinh-trang=waiting', async page => {
    assert.ok((await page.locator('main tbody').innerText()).includes(who.name), await text(page))
    await follow(page, 'Danh sách giao')
    await page.getByLabel('Dịch vụ', { exact: true }).first().selectOption({ label: 'Bưu chính công ích' })
    await press(page, 'Lập danh sách')
    for (const field of await page.locator('main form [name^=so-hieu-]').all()) {
      const own = (await field.getAttribute('name')).split('-')[2]
      await field.fill(await labelled(page, field, who.name) ? parcel : `RM${own.padStart(9, '9')}VN`)
    }
    await press(page, 'Lưu số hiệu')
    await press(page, 'Đã giao')
    assert.match(await text(page), /Người nhận của bưu chính: /, 'who took it is asked for')
    await page.getByLabel('Người nhận của bưu chính').fill('Phạm Hữu Đức, bưu cục Ninh Kiều')
    await press(page, 'Đã giao')
    await follow(page, parcel)
    await page.getByLabel('Chưa phát được', { exact: true }).check()
    await press(page, 'Ghi kết quả phát')
    assert.match(await text(page), /Vì sao chưa phát được: /, 'a failure is not entered without its reason')
    await page.getByLabel('Vì sao chưa phát được').selectOption({ label: 'Người nhận đi vắng' })
    await press(page, 'Ghi kết quả phát')
    assert.match(await text(page), /Số lần phát không được\s+1/)
    await page.getByLabel('Chuyển hoàn', { exact: true }).check()
    await page.getByLabel('Vì sao chưa phát được').selectOption({ label: 'Người nhận đi vắng' })
    await press(page, 'Ghi kết quả phát')
    assert.match(await text(page), /Đã chuyển hoàn/)
    await withPage({}, async receiver => {
      await receiver.goto(await page.getByRole('link', { name: 'Mở trang theo dõi' }).getAttribute('href'))
      const shown = await text(receiver)
      assert.ok(/chuyển hoàn/i.test(shown) && !shown.includes(who.name), shown)
    })
    await page.goto('/ho-so?nhom=cho-tra')
    await follow(page, code)
    await page.locator('[name=nguoi-nhan]').fill(who.name)
    await page.locator('main form:has([name=nguoi-nhan]) .actions button').first().click()
    await page.waitForLoadState()
    assert.match(await text(page), /Đã trả kết quả/, await text(page))
  })
})

/** Whether the field is that person's. */
const labelled = async (page, field, name) =>
  (await page.locator(`label[for="${await field.getAttribute('id')}"]`).innerText()).includes(name)
