// A person without a mouse: the skip link comes first, the focus can always be seen, and no key does what nobody meant.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { useBrowser, withPage } from '../lib/browser.js'
import { signedIn } from '../lib/people.js'

useBrowser()

test('the first Tab offers to skip to the content, and Enter goes there', () => withPage({}, async page => {
  await page.goto('/')
  await page.keyboard.press('Tab')
  const href = await page.evaluate(() => document.activeElement.getAttribute('href'))
  assert.match(href ?? '', /^#/)
  const target = await page.evaluate(id => document.querySelector(id)?.closest('main') !== null, href)
  assert.ok(target, `${href} is the page's main content`)
  await page.keyboard.press('Enter')
  assert.equal(new URL(page.url()).hash, href)
}))

test('every stop of the Tab key on the sign-in page can be seen', () => withPage({}, async page => {
  await page.goto('/dang-nhap')
  const seen = []
  for (let stop = 0; stop < 40; stop += 1) {
    await page.keyboard.press('Tab')
    const focus = await page.evaluate(() => {
      const element = document.activeElement
      if (!element || element === document.body) return null
      const style = getComputedStyle(element)
      const marked = style.outlineStyle !== 'none' || style.boxShadow !== 'none' || style.borderBottomStyle !== 'none'
      return { what: element.outerHTML.slice(0, 120), type: element.type, marked, visible: element.checkVisibility() }
    })
    if (focus === null) break
    assert.ok(focus.visible && focus.marked, `the focus cannot be seen on ${focus.what}`)
    seen.push(focus.type)
  }
  assert.ok(seen.includes('password'), `Tab never reached the password: ${seen.join(', ')}`)
}))

test('Enter in the box of a row chooses it and does nothing to the record', async () =>
  withPage(await signedIn('demo.motcua'), async page => {
    await page.goto('/ho-so')
    const box = page.locator('td.pick input').first()
    await box.focus()
    await page.keyboard.press('Enter')
    assert.ok(await box.isChecked(), 'the row is chosen')
    await page.keyboard.press('Enter')
    assert.ok(!await box.isChecked(), 'and left again')
    assert.equal(new URL(page.url()).pathname, '/ho-so')
  }))

test('Escape closes the rest of the menu and leads back to what opened it', () => withPage({}, async page => {
  await page.goto('/')
  const more = page.locator('.menu-more')
  await more.locator('summary').focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Escape')
  assert.equal(await more.getAttribute('open'), null)
  assert.equal(await page.evaluate(() => document.activeElement.tagName), 'SUMMARY')
}))
