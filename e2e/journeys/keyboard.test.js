// A person without a mouse: the skip link comes first, and the focus can always be seen.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { useBrowser, withPage } from '../lib/browser.js'

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
