// A number from the kiosk is called, sent on to another desk, served, and joined to the dossier received for it.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { useBrowser, withPage } from '../lib/browser.js'
import { as, receive } from '../lib/desk.js'
import { follow, press, text } from '../lib/forms.js'

useBrowser()

/** Opens a desk from the board; whom it still serves is done first. */
async function sit(page, desk) {
  await follow(page, desk)
  if (/Đang phục vụ số/.test(await text(page))) await press(page, 'Xong')
}

test('a number is called, redirected, served, and its page shows the dossier', async () => {
  const ticket = await withPage({}, async page => {
    await page.goto('/lay-so/quan-ninh-kieu')
    await page.locator('input[value=elderly]').check()
    await page.getByRole('button', { name: /Hộ tịch, chứng thực/ }).click()
    await page.waitForLoadState()
    return { code: (await page.locator('h1, main').allInnerTexts()).join(' ').match(/\b[A-Z]\d{3}\b/)[0], slip: page.url() }
  })
  const dossier = await as('demo.motcua', '/quay/hang-doi', async page => {
    await sit(page, 'Quầy 4')
    await press(page, 'Gọi số tiếp theo')
    assert.match(await text(page), new RegExp(`Đang phục vụ số ${ticket.code}`), 'who is old goes first')
    await press(page, 'Gọi lại')
    assert.match(await text(page), /Số lần gọi\s+2/)
    await page.getByLabel('Chuyển đến').selectOption({ label: 'Quầy 5' })
    await press(page, 'Chuyển')
    assert.match(await text(page), /Quầy đang rảnh/)
    await page.goto('/quay/hang-doi')
    await sit(page, 'Quầy 5')
    await press(page, 'Gọi số tiếp theo')
    assert.match(await text(page), new RegExp(`Đang phục vụ số ${ticket.code}`), 'the desk it was sent to gets it')
    await follow(page, 'Nhận hồ sơ cho số này')
    await follow(page, /Cấp bản sao giấy tờ hộ tịch/)
    const received = await receive(page, 'HT-13', { name: 'Phan Thị Sáu' })
    await follow(page, 'Về quầy gọi số')
    assert.ok((await text(page)).includes(received.code), 'the desk names the dossier of its number')
    await press(page, 'Xong')
    await page.goto('/quay/hang-doi/so')
    await page.locator('main tbody tr', { hasText: received.code }).getByRole('link', { name: ticket.code }).click()
    await page.waitForLoadState()
    const course = await text(page)
    for (const word of ['Đã phục vụ', 'Chuyển', 'Phát số', received.code]) assert.ok(course.includes(word), course)
    return received
  })
  await as('demo.motcua', `/ho-so/${dossier.id}`, async page => {
    assert.ok((await text(page)).includes('Phan Thị Sáu'))
  })
  await withPage({}, async page => {
    await page.goto(ticket.slip)
    assert.match(await text(page), /[Đđ]ã phục vụ|[Pp]hục vụ xong/)
  })
})

test('who misses the call is put back into the row, and a quick question is counted', async () => {
  await withPage({}, async page => {
    await page.goto('/lay-so/quan-ninh-kieu')
    await page.locator('input[value=pregnant]').check()
    await page.getByRole('button', { name: /Trả kết quả/ }).click()
    await page.waitForLoadState()
  })
  await as('demo.motcua', '/quay/hang-doi', async page => {
    await sit(page, 'Quầy 3')
    await press(page, 'Gọi số tiếp theo')
    const called = (await text(page)).match(/Đang phục vụ số (\w+)/)[1]
    await press(page, 'Vắng')
    await press(page, /Xếp lại vào hàng/)
    assert.match(await page.locator('#dang-cho').innerText(), new RegExp(called))
    await press(page, 'Gọi số tiếp theo')
    await press(page, 'Tạm gác')
    await press(page, /Phục vụ tiếp/)
    await press(page, 'Xong')
    const before = await served(page)
    await follow(page, 'Quầy 3')
    await page.getByLabel('Việc cần làm').selectOption({ label: 'Trả kết quả' })
    await press(page, 'Ghi lượt phục vụ nhanh')
    assert.equal(await served(page), before + 1)
  })
})

/** How many desk 3 served today, as the board says it. */
async function served(page) {
  await page.goto('/quay/hang-doi')
  const cells = page.locator('main tbody tr', { hasText: 'Quầy 3' }).first().locator('th, td')
  return Number((await cells.nth(3).innerText()).match(/\d+/)[0])
}
