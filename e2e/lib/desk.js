// What the clerks do all day, by the forms' own controls: receive at the counter, press the button that names the act.

import assert from 'node:assert/strict'
import { withPage } from './browser.js'
import { follow, press, text } from './forms.js'
import { signedIn } from './people.js'

/** A number of an identity card that nobody gave before: the same one twice would be pointed out as the same matter. */
export const identity = () => `36${String(Date.now() % 1e7).padStart(7, '0')}`

/** Opens a page as `login` and hands it to `use`. */
export const as = (login, path, use) => signedIn(login).then(state => withPage(state, async page => {
  await page.goto(path)
  return use(page)
}))

/** Fills the counter's form for a person and sends it; answers `{ id, code }` of the dossier. */
export async function receive(page, procedure, { name, number = identity(), post = false }) {
  if (!page.url().includes(`thu-tuc=${procedure}`)) await page.goto(`/quay/nhan?thu-tuc=${procedure}`)
  await page.getByLabel('Họ và tên hoặc tên tổ chức').fill(name)
  await page.getByLabel('Số giấy tờ tùy thân hoặc đăng ký').fill(number)
  await page.locator('[name=dia-chi]').fill('12 Hai Bà Trưng, phường Cái Khế')
  await page.locator('[name=dien-thoai]').fill('0909123456')
  if (post) await page.locator('[name=tra-ket-qua][value=post]').check()
  await press(page, 'Ghi nhận hồ sơ')
  assert.match(page.url(), /\/quay\/da-nhan\/\d+$/, await text(page))
  const shown = await text(page)
  return { id: page.url().match(/\d+$/)[0], code: shown.match(/[A-Z]{2}\.[\w.]+\.\d{6}\.\d{4}/)[0] }
}

/** A dossier of Cái Khế received, passed on, appraised and signed; answers `{ id, code, number }`. */
export async function signed(who) {
  const dossier = await as('demo.motcua.xa', '/quay/nhan?thu-tuc=HT-10', async page => {
    const received = await receive(page, 'HT-10', who)
    await follow(page, 'Mở hồ sơ')
    await press(page, 'Chuyển hồ sơ')
    return received
  })
  await as('phuong-cai-khe.specialist', `/ho-so/${dossier.id}`, page => press(page, 'Xong bước này'))
  const number = `${dossier.id}/GXN`
  await as('phuong-cai-khe.leader', `/ho-so/${dossier.id}`, async page => {
    await page.locator('input[name=ket-qua][value=granted]').check()
    await page.locator('[name=so]').fill(number)
    await page.locator('main form:has([name=so]) .actions button').first().click()
    await page.waitForLoadState()
    assert.match(await text(page), /Đã xử lý xong/, await text(page))
  })
  return { ...dossier, number }
}
