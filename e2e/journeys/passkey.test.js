// Passkeys with Chromium's virtual authenticator: set up as the only second factor, used at sign-in, removed; without JavaScript
// a recovery code stands in.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NARROW, baseURL, useBrowser, withPage, withPageNoJs } from '../lib/browser.js'
import { axeInBothSchemes, fitsItsWidth, skeleton } from '../lib/checks.js'
import { signIn } from '../lib/people.js'

useBrowser()

const LOGIN = '092099000018'
const PASSWORD = 'ba con mèo trên mái nhà'
/** The same server by its name: browsers give passkeys to names only. */
const named = () => baseURL().replace('127.0.0.1', 'localhost')

const press = page => page.locator('main form[method=post]:not([data-passkey]) .actions button.button').first().click()

async function fits(page) {
  await skeleton(page)
  await axeInBothSchemes(page)
  await fitsItsWidth(page)
}

/** A telephone with a fingerprint, as far as the browser can tell. */
async function authenticator(page) {
  const session = await page.context().newCDPSession(page)
  await session.send('WebAuthn.enable')
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', { options: {
    protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true,
    isUserVerified: true, automaticPresenceSimulation: true,
  } })
  return { verified: yes => session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: yes }) }
}

test('a citizen adds a passkey, signs in by it, and removes it', () => withPage({ baseURL: named(), viewport: NARROW }, async page => {
  const finger = await authenticator(page)
  await page.goto('/dang-ky')
  for (const [name, value] of [['ho_ten', 'Lê Thị Chín'], ['so_dinh_danh', LOGIN], ['dien_thoai', '0292 3820 537'],
    ['dia_chi', '14 Hòa Bình'], ['mat_khau', PASSWORD], ['mat_khau_lai', PASSWORD]]) {
    await page.locator(`main form [name=${name}]`).fill(value)
  }
  await press(page)
  await signIn(page, LOGIN, PASSWORD)
  await page.goto('/tai-khoan/khoa-truy-cap/them')
  await fits(page)
  await page.locator('[name=ten]').fill('Điện thoại của tôi')
  await page.locator('[name=mat_khau]').fill('sai mật khẩu rồi nhé')
  await press(page)
  assert.match(await page.locator('main').innerText(), /Mật khẩu đang dùng không đúng/)
  await page.locator('[name=mat_khau]').fill(PASSWORD)
  await press(page)
  await page.getByRole('button', { name: 'Tạo khóa trên thiết bị này' }).waitFor()
  await fits(page)
  await page.getByRole('button', { name: 'Tạo khóa trên thiết bị này' }).click()
  await page.locator('.codes code').first().waitFor()
  const codes = await page.locator('.codes code').allInnerTexts()
  assert.equal(codes.length, 10, 'the first factor brings recovery codes')
  await page.goto('/tai-khoan/xac-thuc')
  assert.match(await page.locator('#khoa-truy-cap').innerText(), /Điện thoại của tôi/)
  await fits(page)

  await page.context().clearCookies()
  await signIn(page, LOGIN, PASSWORD)
  await page.getByRole('button', { name: 'Dùng khóa truy cập' }).waitFor()
  await fits(page)
  await finger.verified(false)
  await page.getByRole('button', { name: 'Dùng khóa truy cập' }).click()
  await page.getByText('Chưa nhận được khóa truy cập').waitFor()
  await finger.verified(true)
  await page.getByRole('button', { name: 'Dùng khóa truy cập' }).click()
  await page.waitForURL(url => !url.pathname.startsWith('/dang-nhap'))
  await page.goto('/tai-khoan')
  assert.match(await page.locator('main').innerText(), /Lê Thị Chín/)

  await withPageNoJs({ baseURL: named() }, async plain => {
    await signIn(plain, LOGIN, PASSWORD)
    assert.equal(await plain.getByRole('button', { name: 'Dùng khóa truy cập' }).isVisible(), false)
    await plain.locator('[name=ma]').fill(codes[0])
    await press(plain)
    await plain.goto('/tai-khoan')
    assert.match(await plain.locator('main').innerText(), /Lê Thị Chín/)
  })

  await page.goto('/tai-khoan/xac-thuc')
  await page.getByRole('link', { name: 'Gỡ khóa truy cập' }).click()
  await fits(page)
  await page.locator('[name=ma]').fill(codes[1])
  await page.locator('[name=mat_khau]').fill(PASSWORD)
  await press(page)
  await page.waitForURL('**/tai-khoan/xac-thuc')
  assert.match(await page.locator('main').innerText(), /Chưa có khóa truy cập nào/)
  await page.goto('/thong-bao')
  assert.match(await page.locator('main').innerText(), /Đã gỡ khóa truy cập[\s\S]*Đã thêm khóa truy cập/)
  await page.context().clearCookies()
  await signIn(page, LOGIN, PASSWORD)
  assert.doesNotMatch(page.url(), /dang-nhap/, 'no second factor is asked for any more')
}))
