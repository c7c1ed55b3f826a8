// Debian's Chromium, its contexts, and what a page must never do while a test looks at it.

import { after, before } from 'node:test'
import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'

const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage']

export const WIDE = { width: 1280, height: 900 }
export const NARROW = { width: 360, height: 740 }

let browser

/** Registers the browser's start and end with the test file that calls it. */
export function useBrowser() {
  before(async () => { browser = await launch() })
  after(async () => { await browser?.close() })
}

function launch() {
  const path = process.env.MOTCUA_CHROMIUM ?? '/usr/bin/chromium'
  if (!existsSync(path)) throw new Error(`no Chromium at ${path}: run \`cargo xtask setup\`, or set MOTCUA_CHROMIUM`)
  return chromium.launch({ executablePath: path, args: FLAGS })
}

/** The address of the server under test; the runner sets it. */
export function baseURL() {
  if (!process.env.MOTCUA_E2E_URL) throw new Error('start the tests with `node run.js`: MOTCUA_E2E_URL is not set')
  return process.env.MOTCUA_E2E_URL
}

/**
 * Opens a page in a context of its own, hands it to `use`, closes it, and answers what `use` answered.
 * Fails when the page threw, was refused something by its content security policy, or asked a foreign host.
 * Options: `js` (default true), `dark`, `viewport`, `baseURL`, and anything else Playwright's newContext takes.
 */
export async function withPage(options, use) {
  const tab = await openTab(options)
  try {
    return await tab.visit(use)
  } finally {
    await tab.close()
  }
}

/**
 * A page that stays for several visits: its browser need not read and compile the same scripts for each.
 * `visit(use)` hands the page to `use`, and fails as `withPage` does for what happened during it.
 */
export async function openTab(options) {
  const { js = true, dark = false, viewport = WIDE, ...rest } = options
  const home = rest.baseURL ?? baseURL()
  const context = await browser.newContext({
    locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh', reducedMotion: 'reduce',
    javaScriptEnabled: js, colorScheme: dark ? 'dark' : 'light', viewport, ...rest, baseURL: home,
  })
  context.setDefaultTimeout(15_000)
  const page = await context.newPage()
  const complaints = watch(page, home)
  return {
    async visit(use) {
      const answer = await use(page)
      const heard = complaints.splice(0)
      if (heard.length > 0) throw new Error(`${page.url()} complained:\n${heard.join('\n')}`)
      return answer
    },
    close: () => context.close(),
  }
}

/** The same without JavaScript: every page must still do its work. */
export const withPageNoJs = (options, use) => withPage({ ...options, js: false }, use)

function watch(page, home) {
  const complaints = []
  page.on('pageerror', error => complaints.push(`exception: ${error.message}`))
  page.on('console', message => {
    // A 4xx of the page itself is the business of the test that asked for it.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      complaints.push(`console: ${message.text()}`)
    }
  })
  page.on('request', request => {
    const url = new URL(request.url())
    if (url.protocol.startsWith('http') && url.origin !== new URL(home).origin) {
      complaints.push(`asked a foreign host: ${url.origin}`)
    }
  })
  page.on('response', response => {
    const request = response.request()
    const background = request.resourceType() !== 'document'
    if (response.status() >= 500 || (background && response.status() >= 400 && !request.headers()['hx-request'])) {
      complaints.push(`${response.status()} for ${response.url()}`)
    }
  })
  return complaints
}
