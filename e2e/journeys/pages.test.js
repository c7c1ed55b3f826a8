// Every page of pages.json: WCAG 2.2 AA in light and dark, the skeleton, no sideways scrolling, screenshots.
// An entry: { name, path, as?: login of the demo city, status?: 200 }.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { NARROW, WIDE, useBrowser, withPage, withPageNoJs } from '../lib/browser.js'
import { axeInBothSchemes, fitsItsWidth, shot, skeleton } from '../lib/checks.js'
import { signIn } from '../lib/people.js'

const PAGES = JSON.parse(readFileSync(join(import.meta.dirname, '..', 'pages.json'), 'utf8'))
useBrowser()

async function open(page, { path, as: login, status = 200 }) {
  if (login) await signIn(page, login)
  const answer = await page.goto(path)
  assert.equal(answer.status(), status, path)
}

for (const entry of PAGES) {
  test(`${entry.path} is accessible and fits 1280 px`, () => withPage({ viewport: WIDE }, async page => {
    await open(page, entry)
    await skeleton(page)
    await fitsItsWidth(page)
    await axeInBothSchemes(page)
    await shot(page, `${entry.name}-1280`)
    await page.emulateMedia({ colorScheme: 'dark' })
    await shot(page, `${entry.name}-1280-dark`)
  }))

  test(`${entry.path} is accessible and fits 360 px`, () => withPage({ viewport: NARROW }, async page => {
    await open(page, entry)
    await fitsItsWidth(page)
    await axeInBothSchemes(page)
    await shot(page, `${entry.name}-360`)
  }))

  test(`${entry.path} says the same without JavaScript`, () => withPageNoJs({}, async page => {
    await open(page, entry)
    assert.notEqual((await page.locator('main').innerText()).trim(), '')
    assert.equal(await page.locator('h1').count(), 1)
  }))
}
