// Two procedures in one filing, by the forms' own controls and without JavaScript: a mother files birth and residence at once;
// the commune settles the first part, the system opens the second at the district, and the results are handed over together.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { useBrowser, withPage, withPageNoJs } from '../lib/browser.js'
import { act, fill, follow, originals, PAPER, press, says, told } from '../lib/forms.js'
import { signedIn } from '../lib/people.js'

useBrowser()

const HOME = { phuong_xa: 'phường Cái Khế', quan_huyen: 'quận Ninh Kiều', tinh: 'Cần Thơ' }
const lives = group => Object.fromEntries(Object.entries(HOME).map(([part, value]) => [`k.${group}.${part}`, value]))
const ANSWERS = {
  'ho-ten': 'Nguyễn Thị Ngọc Lan', 'dien-thoai': '0900000001',
  'k.ho_ten_nguoi_khai': 'Nguyễn Thị Ngọc Lan', 'k.giay_to_nguoi_khai': '362000001', 'k.dien_thoai': '0900000001',
  'k.quan_he_nguoi_khai': 'Mẹ', ...lives('noi_cu_tru_nguoi_khai'),
  'k.ho_ten_con': 'Nguyễn Minh Khang', 'k.gioi_tinh_con': 'Nam', 'k.ngay_sinh_con': '2015-09-01', ...lives('noi_sinh'),
  'k.dan_toc_con': 'Kinh', 'k.quoc_tich_con': 'Việt Nam', 'k.ho_ten_me': 'Nguyễn Thị Ngọc Lan', 'k.nam_sinh_me': '1985',
  'k.dan_toc_me': 'Kinh', ...lives('noi_cu_tru_me'), 'k.ghi_ten_cha': 'Không', 'tra-ket-qua': 'counter',
}

const as = async (login, use) => withPageNoJs(await signedIn(login), use)

/** Does the open steps of a dossier, each as the first of these people who may, up to the signature. */
async function settle(id, people, number) {
  for (let step = 0; step < 8; step += 1) {
    let moved = false
    for (const login of people) {
      moved = await as(login, async page => {
        await page.goto(`/ho-so/${id}`)
        const links = await page.locator(`main a[href^="/ho-so/${id}/"], main form[action^="/ho-so/${id}/"]`)
          .evaluateAll(all => all.map(e => e.getAttribute('href') ?? e.getAttribute('action')))
        for (const name of ['chuyen', 'buoc', 'ky']) {
          if (!links.includes(`/ho-so/${id}/${name}`)) continue
          await act(page, id, name, async page => {
            if (name === 'ky') await fill(page, { 'ket-qua': 'granted', so: number })
          })
          return name
        }
      })
      if (moved) break
    }
    if (moved === 'ky') return
    assert.ok(moved, `nobody can go on with dossier ${id}`)
  }
}

test('one filing becomes two dossiers of two agencies, and their results are handed over together', async () => {
  let code
  let tracking
  await as('demo.dan', async page => {
    await page.goto('/nop-lien-thong?nhom=LT-01')
    await fill(page, { q: 'cai khe' })
    await press(page, 'Lọc')
    await follow(page, /Đăng ký khai sinh/)
    // A paper forgotten: nothing is filed, and what was typed stands.
    await fill(page, ANSWERS)
    await press(page, 'Nộp hồ sơ')
    await says(page, /Giấy chứng sinh.*Hãy đính kèm giấy tờ này/)
    assert.equal(await page.locator('[name="k.ho_ten_con"]').inputValue(), 'Nguyễn Minh Khang')
    await fill(page, { 'giay-1-tep': PAPER, 'giay-7-tep': PAPER, 'giay-8-tep': PAPER })
    await press(page, 'Nộp hồ sơ')
    await says(page, 'Đã nộp hồ sơ liên thông')
    await says(page, '0/2 phần đã kết thúc')
    code = (await told(page)).match(/[\d.]+H13-LT-\d{6}-\d{4}/)?.[0]
    tracking = new URL(page.url()).pathname
    await page.goto('/cua-toi/lien-thong')
    await says(page, code)
  })

  const part = async (login, at) => as(login, async page => {
    await page.goto(`/lien-thong?q=${code}`)
    await follow(page, code)
    const links = await page.locator('main table a[href^="/ho-so/"]').evaluateAll(all => all.map(a => a.getAttribute('href')))
    assert.ok(links[at], await told(page))
    return links[at].split('/')[2]
  })
  const receive = (login, id) => as(login, page => act(page, id, 'tiep-nhan', originals))

  const birth = await part('demo.motcua.xa', 0)
  await receive('demo.motcua.xa', birth)
  await settle(birth, ['demo.motcua.xa', 'phuong-cai-khe.specialist', 'phuong-cai-khe.leader'], '91/KS')

  const residence = await part('demo.motcua', 0)
  await receive('demo.motcua', residence)
  await settle(residence, ['demo.motcua', 'demo.chuyenvien', 'demo.truongphong', 'demo.lanhdao'], '92/TT')

  await as('demo.motcua.xa', async page => {
    await page.goto(`/lien-thong?q=${code}`)
    await follow(page, code)
    await follow(page, 'Trả toàn bộ kết quả')
    await page.locator('[name="nguoi-nhan"]').fill('Nguyễn Thị Ngọc Lan')
    await press(page, /Trả/)
    await says(page, 'Đã trả kết quả')
  })
  await withPage({}, async page => {
    await page.goto(tracking)
    await says(page, '2/2 phần đã kết thúc')
    await says(page, 'Đã trả kết quả')
  })
})
