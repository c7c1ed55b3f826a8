// The public menu by keyboard, on a narrow screen and without JavaScript: the first row at once, the rest one Enter away.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NARROW, useBrowser, withPage } from '../lib/browser.js'
import { axeInBothSchemes, fitsItsWidth } from '../lib/checks.js'
import { signedIn } from '../lib/people.js'

useBrowser()

/** Presses Tab until the focus is on what says `words`. */
async function tabTo(page, words) {
  for (let stop = 0; stop < 40; stop += 1) {
    await page.keyboard.press('Tab')
    if (await page.evaluate(words => document.activeElement.innerText?.trim() === words, words)) return
  }
  assert.fail(`Tab never comes to ${words}`)
}

test('the rest of the menu opens and leads on by keyboard, also without JavaScript', () =>
  withPage({ js: false, viewport: NARROW }, async page => {
    await page.goto('/')
    const link = page.locator('.topnav').getByRole('link', { name: 'Tính ngày hẹn trả' })
    assert.ok(!await link.isVisible())
    await tabTo(page, 'Mục khác')
    await page.keyboard.press('Enter')
    assert.ok(await link.isVisible())
    await tabTo(page, 'Tính ngày hẹn trả')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/tinh-han')
    // Closed again, it says that the page is one of its own.
    assert.equal(await page.locator('.topnav summary.current').count(), 1)
  }))

test('the open menu fits 360 px and is accessible for who is signed in', async () =>
  withPage({ viewport: NARROW, ...await signedIn('demo.dan') }, async page => {
    await page.goto('/')
    await page.getByText('Mục khác', { exact: true }).click()
    assert.ok(await page.locator('.topnav').getByRole('link', { name: 'Giấy tờ của tôi' }).isVisible())
    await fitsItsWidth(page)
    await axeInBothSchemes(page)
  }))
