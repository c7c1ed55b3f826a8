// Cash at the counter: a book opened, money taken, a receipt cancelled, a wrong count told, the right one closed,
// and confirmed by a second person.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { useBrowser } from '../lib/browser.js'
import { as, receive } from '../lib/desk.js'
import { follow, press, text } from '../lib/forms.js'

useBrowser()

const NOTES = [500_000, 200_000, 100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100]

/** Counts a sum into the fields of the notes. */
async function count(page, sum) {
  let left = sum
  for (const note of NOTES) {
    await page.locator(`[name=to-${note}]`).fill(String(Math.floor(left / note)))
    left %= note
  }
}

test('cash is taken, a receipt cancelled, the book closed by its cashier and confirmed by another', async () => {
  const book = await as('demo.motcua.xa', '/so-quy', async page => {
    await page.locator('[name=ton]').fill('200.000')
    await press(page, 'Mở sổ quỹ')
    const book = new URL(page.url()).pathname
    assert.match(book, /^\/so-quy\/\d+$/, await text(page))
    const { code } = await receive(page, 'HT-10', { name: 'Lâm Văn Tiền' })
    await follow(page, /^Thu phí, lệ phí/)
    // The demand is made right after the receipt: who is quicker finds it in the list a moment later.
    for (let tries = 0; tries < 20 && page.url().includes('/khoan-thu?q='); tries += 1) {
      await page.reload()
      const row = page.locator('main tbody').getByRole('link', { name: code })
      if (await row.count() > 0) await Promise.all([page.waitForURL(/khoan-thu\/\d+/), row.click()])
      else await page.waitForTimeout(500)
    }
    assert.match(await text(page), /Còn thiếu\s+5\.000 đồng/)
    await press(page, 'Thu tiền mặt')
    const paid = await text(page)
    assert.match(paid, /Đã nộp đủ/, paid)
    const number = paid.match(/\d\d\/\d{6}/)[0]
    await follow(page, 'Hủy biên lai')
    await press(page, 'Hủy biên lai')
    assert.match(await text(page), /Lý do: /, 'a receipt is not cancelled without a reason')
    await page.getByLabel('Lý do').fill('Ghi nhầm người nộp')
    await press(page, 'Hủy biên lai')
    assert.match(await text(page), /Chưa nộp/, await text(page))
    await press(page, 'Thu tiền mặt')
    const again = (await text(page)).match(/\d\d\/\d{6}/g).filter(found => found !== number)
    assert.equal(again.length, 1, 'the number of the cancelled receipt is not given again')
    const receipt = await page.request.get(await page.locator('main').getByRole('link', { name: again[0] }).getAttribute('href'))
    assert.equal(receipt.headers()['content-type'], 'application/pdf')

    await page.goto(book)
    assert.match(await text(page), /Phải có\s+205\.000 đồng/)
    await count(page, 204_000)
    await press(page, 'Khóa sổ')
    assert.match(await text(page), /Đếm được 204\.000 đồng, sổ phải có 205\.000 đồng: thiếu 1\.000 đồng/)
    assert.equal(await page.locator('[name=to-200000]').inputValue(), '1', 'what was counted is kept')
    await count(page, 205_000)
    await press(page, 'Khóa sổ')
    assert.match(await text(page), /Đã khóa, chờ xác nhận/)
    return book
  })
  await as('phuong-cai-khe.leader', book, async page => {
    await press(page, 'Xác nhận sổ')
    const shown = await text(page)
    assert.match(shown, /Đã xác nhận/, shown)
    assert.match(shown, /Chênh lệch\s+0 đồng/, shown)
    const paper = await page.request.get(`${book}/in`)
    assert.equal(paper.headers()['content-type'], 'application/pdf')
  })
})
