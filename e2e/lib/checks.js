// What every page is held to: WCAG 2.2 AA, the page skeleton, no sideways scrolling; and its screenshots.

import assert from 'node:assert/strict'
import { mkdir } from 'node:fs/promises'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
// The minified one: every page must read it.
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const SHOTS = join(import.meta.dirname, '..', 'shots')

/** Runs axe on the page as it stands; fails with every violation, its elements and what to do. Needs JavaScript. */
export async function axe(page) {
  // Once a document: it is half a megabyte to read.
  if (!await page.evaluate(() => 'axe' in window)) await page.evaluate(AXE)
  const { violations, passed } = await page.evaluate(async values => {
    const runOnly = { type: 'tag', values }
    // Of what passes it is enough that there is something: to name every element of it takes longer than to look.
    const { violations, passes } = await window.axe.run(document, { runOnly, resultTypes: ['violations'] })
    return { violations, passed: passes.length }
  }, RULES)
  assert.ok(passed + violations.length > 0, 'axe looked at nothing')
  const report = violations.map(({ id, help, nodes }) => {
    const where = nodes.slice(0, 5).map(node => `    ${node.target.join(' ')}: ${firstReason(node)}`)
    return `  ${id}: ${help} (${nodes.length})\n${where.join('\n')}`
  })
  assert.equal(violations.length, 0, `${page.url()} breaks WCAG:\n${report.join('\n')}`)
}

function firstReason(node) {
  return [...node.any, ...node.all, ...node.none][0]?.message ?? node.html.slice(0, 160)
}

/** axe on the page in light, then in dark; leaves the page in light. */
export async function axeInBothSchemes(page) {
  for (const colorScheme of ['dark', 'light']) {
    await page.emulateMedia({ colorScheme })
    await axe(page).catch(error => { throw new Error(`in ${colorScheme}: ${error.message}`) })
  }
}

/** A language, a title, exactly one h1, exactly one main. */
export async function skeleton(page) {
  const found = await page.evaluate(() => ({
    lang: document.documentElement.lang,
    title: document.title.trim() !== '',
    h1: document.querySelectorAll('h1').length,
    main: document.querySelectorAll('main').length,
  }))
  assert.deepEqual(found, { lang: found.lang === 'en' ? 'en' : 'vi', title: true, h1: 1, main: 1 }, page.url())
}

/**
 * What the server sent is what a browser without JavaScript shows: the same skeleton, with words in it that nothing hides.
 * Read from the answer by a parser that runs no script, so that no second visit is needed.
 */
export async function saysItUnscripted(page, html) {
  const found = await page.evaluate(html => {
    const sent = new DOMParser().parseFromString(html, 'text/html')
    const main = sent.querySelector('main')
    const shown = main?.cloneNode(true)
    shown?.querySelectorAll('[hidden], template, script, style').forEach(e => e.remove())
    return {
      h1: sent.querySelectorAll('h1').length,
      hidden: main?.closest('[hidden]') != null,
      words: (shown?.textContent ?? '').trim() !== '',
    }
  }, html)
  assert.deepEqual(found, { h1: 1, hidden: false, words: true }, `${page.url()} without JavaScript`)
}

/** No sideways scrolling at the width in force. */
export async function fitsItsWidth(page) {
  const { content, view, wide } = await page.evaluate(() => {
    const view = document.documentElement.clientWidth
    const wide = [...document.body.querySelectorAll('*')]
      .filter(e => e.getBoundingClientRect().right > view + 1)
      .slice(-3).map(e => e.tagName.toLowerCase() + (e.className ? `.${e.className}` : ''))
    return { content: document.documentElement.scrollWidth, view, wide }
  })
  assert.ok(content <= view + 1, `${page.url()} is ${content} px wide in ${view} px: ${wide.join(', ')}`)
}

/** The whole page as shots/NAME.png, for a person who asked for it with MOTCUA_E2E_SHOTS=1. */
export async function shot(page, name) {
  if (!process.env.MOTCUA_E2E_SHOTS) return
  await mkdir(SHOTS, { recursive: true })
  await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true })
}
