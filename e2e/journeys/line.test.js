// The whole line in a real browser, without JavaScript and by the forms' own controls:
// a citizen files online, the clerk of that commune receives and passes it on, it is signed, handed back,
// followed by its code, rated, and found in the records behind the target.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { useBrowser, withPageNoJs } from '../lib/browser.js'
import { signIn } from '../lib/people.js'

useBrowser()

const ANSWERS = [
  ['ho_ten_nguoi_khai', 'Nguyễn Thị Ngọc Lan'], ['giay_to_nguoi_khai', '362000001'], ['dien_thoai', '0900000001'],
  ['ho_ten_nguoi_xac_nhan', 'Nguyễn Thị Ngọc Lan'], ['ngay_sinh', '1985-10-05'], ['gioi_tinh', 'Nữ'], ['dan_toc', 'Kinh'],
  ['tinh_trang_hon_nhan', 'Chưa đăng ký kết hôn với ai'], ['muc_dich', 'Vay vốn'],
  ['duong', '12 Hai Bà Trưng'], ['xa', 'phường Cái Khế'], ['huyen', 'quận Ninh Kiều'], ['tinh', 'Cần Thơ'],
]

/** Answers a control whatever it is: text, day, list or one of a few. */
async function answer(control, value) {
  const kind = await control.evaluate(e => e.tagName === 'SELECT' ? 'select' : e.type)
  if (kind === 'select') await control.selectOption({ label: value }).catch(() => control.selectOption(value))
  else if (kind !== 'radio') await control.fill(value)
}

async function fillForm(page, answers) {
  for (const [name, value] of answers) {
    for (const control of await page.locator(`main form [name$="${name}"]`).all()) {
      const own = await control.getAttribute('name')
      if (own.includes('noi_da_cu_tru')) continue
      if (await control.getAttribute('type') === 'radio') {
        if (await control.getAttribute('value') === value) await control.check()
      } else await answer(control, value)
    }
  }
}

/** Presses the act of the form: not one of its smaller buttons, not the offer to fill it as last time. */
const press = page => page.locator('main form[method=post]:not([action$="/dien-lai"]) .actions button.button:not(.button-quiet)').first().click()

/** Opens an act of a dossier and does it. */
async function act(page, id, name, fill = async () => {}) {
  await page.goto(`/ho-so/${id}/${name}`)
  await fill(page)
  await press(page)
  await page.waitForLoadState()
  assert.doesNotMatch(page.url(), new RegExp(`/${name}$`), `${name}: ${await page.locator('main').innerText()}`)
}

test('a citizen files, the commune settles, the citizen rates, the target has its record', async () => {
  let code
  let tracking
  await withPageNoJs({}, async page => {
    await signIn(page, 'demo.dan')
    await page.goto('/nop-ho-so/HT-10')
    await answer(page.locator('select[name=co_quan]'), await page.locator('select[name=co_quan] option', { hasText: 'Cái Khế' }).first().innerText())
    for (const radio of await page.locator('main input[type=radio][name^=hoi]').all()) {
      if (await radio.getAttribute('value') !== 'khong') await radio.check()
    }
    await press(page)
    const draft = new URL(page.url()).pathname
    assert.match(draft, /^\/cua-toi\/ban-nhap\/\d+$/, await page.locator('main').innerText())
    await page.goto(`${draft}/nguoi-nop`)
    await fillForm(page, [['cho_ai', 'minh'], ['nhan_ket_qua', 'counter'], ['doi_tuong', 'citizen']])
    await press(page)
    await page.goto(`${draft}/to-khai`)
    await fillForm(page, ANSWERS)
    await press(page)
    assert.equal(new URL(page.url()).pathname, draft, await page.locator('main').innerText())
    await page.goto(`${draft}/giay-to`)
    await press(page)
    await page.goto(`${draft}/kiem-tra`)
    await page.locator('[name=cam_doan]').check()
    await press(page)
    const done = await page.locator('main').innerText()
    code = done.match(/HT\.[\w.]+\.\d{6}\.\d{4}/)?.[0]
    assert.ok(code, done)
    tracking = await page.locator('a[href^="/theo-doi/"]').first().getAttribute('href')
    const receipt = await page.request.get(await page.locator('a[href*="bien-nhan"], a[href*="phieu-hen"]').first().getAttribute('href'))
    assert.equal(receipt.headers()['content-type'], 'application/pdf')
  })

  let id
  await withPageNoJs({}, async page => {
    await signIn(page, 'demo.motcua.xa')
    await page.goto(`/ho-so?q=${code}`)
    const link = page.locator('main a[href^="/ho-so/"]', { hasText: code }).first()
    id = (await link.getAttribute('href')).split('/')[2]
    await act(page, id, 'tiep-nhan', async page => {
      for (const radio of await page.locator('main input[type=radio][value=original]').all()) await radio.check()
      for (const select of await page.locator('main select[name^=giay]').all()) await select.selectOption('original').catch(() => {})
    })
    await act(page, id, 'chuyen')
  })
  await withPageNoJs({}, async page => {
    await signIn(page, 'phuong-cai-khe.specialist')
    await act(page, id, 'buoc')
  })
  await withPageNoJs({}, async page => {
    await signIn(page, 'phuong-cai-khe.leader')
    await act(page, id, 'ky', async page => {
      await page.locator('input[name=ket-qua][value=granted]').check()
      await page.locator('[name=so]').fill('15/GXN')
    })
  })
  await withPageNoJs({}, async page => {
    await signIn(page, 'demo.motcua.xa')
    await act(page, id, 'tra-ket-qua', async page => page.locator('[name=nguoi-nhan]').fill('Nguyễn Thị Ngọc Lan'))
  })

  await withPageNoJs({}, async page => {
    await page.goto('/tra-cuu')
    await page.locator('main [name=ma]').fill(code)
    await page.locator('main [name=so]').fill('0001')
    await press(page)
    await page.waitForLoadState()
    const shown = await page.locator('main').innerText()
    assert.ok(shown.includes(code), shown)
    assert.doesNotMatch(shown, /Ngọc Lan/)
    await page.goto(tracking)
    assert.match(await page.locator('main').innerText(), /trả kết quả|đã trả/i)
  })
  await withPageNoJs({}, async page => {
    await signIn(page, 'demo.noivu')
    await page.goto(`/muc-tieu/II.3.b-dung-han/ho-so?ky=2015-09`)
    await page.waitForTimeout(3000)
    await page.reload()
    assert.ok((await page.locator('main').innerText()).includes(code), 'the dossier is not among the records of the target')
  })
})
