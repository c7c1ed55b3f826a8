// Two-step sign-in in a real browser: set up by the key in text, with codes made here as a telephone makes them (RFC 6238).

import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import { NARROW, useBrowser, withPage, withPageNoJs } from '../lib/browser.js'
import { axeInBothSchemes, fitsItsWidth, skeleton } from '../lib/checks.js'
import { signIn } from '../lib/people.js'

useBrowser()

const LOGIN = '092099000017'
const PASSWORD = 'ba con mèo trên mái nhà'

/** The code of a key in base32 at this moment of the world, `steps` of thirty seconds away. */
function code(key, steps = 0) {
  const bits = [...key].map(c => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('')
  const secret = Buffer.from(bits.match(/.{8}/g).map(byte => parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps))
  const hash = createHmac('sha1', secret).update(counter).digest()
  const at = hash[19] & 15
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

const press = page => page.locator('main form[method=post] .actions button.button').first().click()

async function fits(page) {
  await skeleton(page)
  await axeInBothSchemes(page)
  await fitsItsWidth(page)
}

test('a citizen sets two-step sign-in up and signs in by a code, then by a recovery code', async () => {
  let key, codes
  await withPage({ viewport: NARROW }, async page => {
    await page.goto('/dang-ky')
    for (const [name, value] of [['ho_ten', 'Lê Văn Tám'], ['so_dinh_danh', LOGIN], ['dien_thoai', '0292 3820 536'],
      ['dia_chi', '12 Hòa Bình'], ['mat_khau', PASSWORD], ['mat_khau_lai', PASSWORD]]) {
      await page.locator(`main form [name=${name}]`).fill(value)
    }
    await press(page)
    await signIn(page, LOGIN, PASSWORD)
    await page.goto('/tai-khoan/xac-thuc')
    await fits(page)
    await page.locator('form[action="/tai-khoan/xac-thuc"] button').click()
    await fits(page)
    key = (await page.locator('code.secret').innerText()).replaceAll(/\s/g, '')
    await page.locator('[name=ma]').fill('12')
    await press(page)
    await fits(page)
    await page.locator('[name=ma]').fill(code(key))
    await page.locator('[name=mat_khau]').fill(PASSWORD)
    await press(page)
    codes = await page.locator('.codes code').allInnerTexts()
    assert.equal(codes.length, 10)
    await fits(page)
  })
  for (const typed of [() => code(key, 1), () => codes[0]]) {
    await withPageNoJs({}, async page => {
      await signIn(page, LOGIN, PASSWORD)
      const field = page.getByLabel('Mã xác thực')
      assert.equal(await field.getAttribute('autocomplete'), 'one-time-code')
      await field.fill(typed())
      await press(page)
      await page.goto('/tai-khoan')
      assert.match(await page.locator('main').innerText(), /Lê Văn Tám/)
    })
  }
  await withPage({}, async page => {
    await signIn(page, LOGIN, PASSWORD)
    await fits(page)
  })
})
