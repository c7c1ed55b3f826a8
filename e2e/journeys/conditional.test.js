// A question asked only after a certain answer: out of sight until then with JavaScript, always there without it.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { useBrowser, withPage, withPageNoJs } from '../lib/browser.js'
import { signIn } from '../lib/people.js'

useBrowser()

/** Begins a dossier of XD-01 and opens its electronic form. */
async function openForm(page) {
  await signIn(page, 'demo.dan')
  await page.goto('/nop-ho-so/XD-01')
  for (const radio of await page.locator('main input[type=radio][name^=hoi][value=co]').all()) await radio.check()
  await page.locator('select[name=co_quan]').selectOption({ index: 1 })
  await page.locator('main form[method=post] .actions button.button').first().click()
  await page.waitForURL(/\/cua-toi\/ban-nhap\/\d+$/)
  await page.goto(`${new URL(page.url()).pathname}/to-khai`)
}

test('with JavaScript a question comes and goes with the answer it depends on', () => withPage({}, async page => {
  await openForm(page)
  const basements = page.locator('[name="k.so_tang_ham"]')
  const yes = page.locator('input[name="k.co_tang_ham"][value="Có"]')
  assert.equal(await basements.isVisible(), false)
  await yes.focus()
  await page.keyboard.press('Space')
  assert.equal(await basements.isVisible(), true)
  assert.equal(await yes.evaluate(control => document.activeElement === control), true, 'the focus stays on the answer')
  const box = await yes.getAttribute('aria-controls')
  assert.equal(await page.locator(`#${box}`).locator('[name="k.so_tang_ham"]').count(), 1)
  await basements.fill('2')
  await page.locator('input[name="k.co_tang_ham"][value="Không"]').check()
  assert.equal(await basements.isVisible(), false)
  await yes.check()
  assert.equal(await basements.inputValue(), '2', 'what was typed is not lost')
}))

test('without JavaScript every question is there and says when to answer it', () => withPageNoJs({}, async page => {
  await openForm(page)
  assert.equal(await page.locator('[name="k.so_tang_ham"]').isVisible(), true)
  assert.match(await page.locator('main').innerText(), /chỉ điền khi/)
}))
