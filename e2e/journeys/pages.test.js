// Every page of pages.json: WCAG 2.2 AA in light and dark, the skeleton, no sideways scrolling, the same work without
// JavaScript; screenshots on demand. MOTCUA_E2E_PAGE narrows them to the paths that contain it.
// An entry: { name, path, as?: login of the demo city, status?: 200 }.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { NARROW, WIDE, openTab, useBrowser } from '../lib/browser.js'
import { axe, fitsItsWidth, saysItUnscripted, shot, skeleton } from '../lib/checks.js'
import { signedIn } from '../lib/people.js'

const PAGES = JSON.parse(readFileSync(join(import.meta.dirname, '..', 'pages.json'), 'utf8'))
  .filter(entry => entry.path.includes(process.env.MOTCUA_E2E_PAGE ?? ''))
assert.ok(PAGES.length > 0, 'no path in pages.json contains MOTCUA_E2E_PAGE')
useBrowser()

async function open(page, { path, status = 200 }) {
  const answer = await page.goto(path)
  assert.equal(answer.status(), status, path)
  return answer
}

// Tabs that nobody looks at now, each an account's; they close with the browser.
const idle = []

/** Hands `use` a tab in which `login` is signed in; one that failed is not used again. */
async function inTab(login, use) {
  const at = idle.findIndex(tab => tab.login === login)
  const tab = at < 0 ? { login, ...await openTab({ viewport: WIDE, ...await signedIn(login) }) } : idle.splice(at, 1)[0]
  try {
    await tab.visit(use)
  } catch (error) {
    await tab.close()
    throw error
  }
  idle.push(tab)
}

/** Each width and each scheme is looked at whole once: what else could differ is the same page. */
async function look(page, entry) {
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize(WIDE)
  const answer = await open(page, entry)
  await saysItUnscripted(page, await answer.text())
  await skeleton(page)
  await fitsItsWidth(page)
  await axe(page)
  await shot(page, `${entry.name}-1280`)
  await page.emulateMedia({ colorScheme: 'dark' })
  await shot(page, `${entry.name}-1280-dark`)
  await page.setViewportSize(NARROW)
  await fitsItsWidth(page)
  await axe(page).catch(error => { throw new Error(`in dark at 360 px: ${error.message}`) })
  await page.emulateMedia({ colorScheme: 'light' })
  await shot(page, `${entry.name}-360`)
}

// Two at once: while the server answers one page the browser looks at another.
describe('pages', { concurrency: 2 }, () => {
  for (const entry of PAGES) {
    test(`${entry.path} is accessible and fits 1280 and 360 px, in light and dark, and needs no JavaScript`, async () => {
      await inTab(entry.as, page => look(page, entry))
    })
  }
})
