// The people of the demo city and how they sign in.

import { withPage, withPageNoJs } from './browser.js'

/** Every account of the demo city has this password: DEMO_PASSWORD of platform's own_account.rs. */
export const PASSWORD = process.env.MOTCUA_DEMO_PASSWORD ?? 'mot cua can tho 2012'

/** Signs `login` in through the real form, with or without JavaScript; fails when the form is still there after. */
export async function signIn(page, login, password = PASSWORD) {
  await page.goto('/dang-nhap')
  const form = page.locator('form:has(input[type=password])')
  await form.locator('[name=ten]').fill(login)
  await form.locator('[name=mat_khau]').fill(password)
  await form.locator('button[type=submit], button:not([type])').first().click()
  await page.waitForLoadState()
  if (await page.locator('input[type=password]').count() > 0) {
    throw new Error(`${login} could not sign in: ${await page.locator('main').innerText()}`)
  }
}

const sessions = new Map()

/** The options of a context in which `login` is signed in; each signs in once. Without a login: nobody's. */
export async function signedIn(login) {
  if (!login) return {}
  if (!sessions.has(login)) {
    sessions.set(login, withPage({}, async page => {
      await signIn(page, login)
      return page.context().storageState()
    }))
  }
  return { storageState: await sessions.get(login) }
}

/**
 * Hands `use` a page without JavaScript for each of these people, by login; `''` is nobody's. One story, several browsers open
 * at once, as at the two sides of a counter.
 */
export async function together(logins, use) {
  // Side by side: a password takes the server a while, on purpose.
  await Promise.all(logins.map(signedIn))
  const open = async ([login, ...others], pages) => login === undefined
    ? use(pages)
    : withPageNoJs(await signedIn(login), page => open(others, { ...pages, [login]: page }))
  return open(logins, {})
}
