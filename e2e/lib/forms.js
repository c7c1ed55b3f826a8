// Filling forms as a person does: by the control's name, whatever kind it is, and pressing the form's own button.

import assert from 'node:assert/strict'

/** A paper to attach: the smallest PDF there is. */
export const PAPER = { name: 'giay to.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n%%EOF\n') }

/** Gives each named control its value: text, a choice by its value or words, a tick (true or false), a file (PAPER). */
export async function fill(page, answers) {
  for (const [name, value] of Object.entries(answers)) {
    const controls = page.locator(`main [name="${name}"]`)
    const kind = await controls.first().evaluate(e => e.tagName === 'SELECT' ? 'select' : e.type)
    if (kind === 'radio') await page.locator(`main [name="${name}"][value="${value}"]`).check()
    else if (kind === 'checkbox') await controls.first().setChecked(value)
    else if (kind === 'file') await controls.first().setInputFiles(value)
    else if (kind === 'select') await choose(controls.first(), value)
    else await controls.first().fill(value)
  }
}

async function choose(select, value) {
  const options = await select.locator('option').evaluateAll(all => all.map(o => ({ value: o.value, text: o.textContent.trim() })))
  const option = options.find(o => o.value === value || o.text === value) ?? options.find(o => o.text.includes(value))
  assert.ok(option, `no choice ${value} among ${options.map(o => o.text).join(' | ')}`)
  await select.selectOption(option.value)
}

/** Presses the button with these words, and waits for the page it brings. */
export const press = (page, words) => onward(page, named(page, 'button', words))

/** Follows the link with these words in the page. */
export const follow = (page, words) => onward(page, named(page, 'link', words))

const named = (page, role, words) =>
  page.locator('main').getByRole(role, { name: words, exact: typeof words === 'string' }).first()

/** Clicks what leads to another page, and waits until that page is there. */
export async function onward(page, control) {
  if (await control.count() === 0) throw new Error(`${control} is not on ${page.url()}:\n${await text(page)}`)
  await Promise.all([page.waitForEvent('framenavigated'), control.click()])
  await page.waitForLoadState('domcontentloaded')
}

/** The words of the page's main part. */
export const text = page => page.locator('main').innerText()

/** Fails unless the page says it, with all that it says instead. */
export async function says(page, pattern) {
  const words = await page.locator('.page').first().innerText()
  assert.ok(pattern instanceof RegExp ? pattern.test(words) : words.includes(pattern), `${page.url()} does not say ${pattern}:\n${words}`)
}

/** Fails if the page says `what`. */
export async function saysNot(page, what) {
  assert.doesNotMatch(await text(page), what instanceof RegExp ? what : new RegExp(escaped(what)), page.url())
}

/** Opens an act of a dossier, fills it and does it. */
export async function act(page, id, name, prepare = async () => {}) {
  await page.goto(`/ho-so/${id}/${name}`)
  await prepare(page)
  await onward(page, page.locator('main form[method=post] .actions button.button:not(.button-quiet)').first())
  assert.doesNotMatch(page.url(), new RegExp(`/${name}$`), `${name}: ${await text(page)}`)
}

/** Ticks every paper as seen in original, as the clerk who has them in hand. */
export async function originals(page) {
  for (const radio of await page.locator('main input[type=radio][value=original]').all()) await radio.check()
  for (const select of await page.locator('main select[name^=giay]').all()) await select.selectOption('original').catch(() => {})
}

/** The path of the page without its query. */
export const here = page => new URL(page.url()).pathname

/** An ISO day so many days from the demo city's today, which every page names at its top. */
export async function dayFromNow(page, days) {
  const [, day, month, year] = (await page.locator('body').innerText()).match(/(\d\d)\/(\d\d)\/(\d{4})/)
  return new Date(Date.UTC(year, month - 1, Number(day) + days)).toISOString().slice(0, 10)
}

const escaped = text => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
