// Two procedures in one filing, by the forms' own controls and without JavaScript: a mother files birth and residence at once;
// the commune settles the first part, the system opens the second at the district, and the results are handed over together.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ANSWERS } from '../lib/birth.js'
import { useBrowser } from '../lib/browser.js'
import { act, fill, follow, originals, PAPER, press, says, text } from '../lib/forms.js'
import { together } from '../lib/people.js'

useBrowser()

const PEOPLE = ['demo.dan', 'demo.motcua.xa', 'phuong-cai-khe.specialist', 'phuong-cai-khe.leader',
  'demo.motcua', 'demo.chuyenvien', 'demo.truongphong', 'demo.lanhdao']
const sign = number => page => fill(page, { 'ket-qua': 'granted', so: number })

/** Opens the whole by its code and answers the number of the part's dossier that this clerk may open. */
async function partOf(page, code) {
  await page.goto(`/lien-thong?q=${code}`)
  await follow(page, code)
  const link = page.locator('main table a[href^="/ho-so/"]').first()
  // The system opens the next part a moment after the one before is signed.
  for (let look = 0; look < 20 && await link.count() === 0; look += 1) {
    await page.waitForTimeout(300)
    await page.reload()
  }
  return (await link.getAttribute('href')).split('/')[2]
}

test('one filing becomes two dossiers of two agencies, and their results are handed over together', () =>
  together(PEOPLE, async ({ 'demo.dan': mother, 'demo.motcua.xa': commune, 'demo.motcua': district, ...officers }) => {
    await mother.goto('/nop-lien-thong?nhom=LT-01')
    await fill(mother, { q: 'cai khe' })
    await press(mother, 'Lọc')
    await follow(mother, /Đăng ký khai sinh/)
    // A paper forgotten: nothing is filed, and what was typed stands.
    await fill(mother, ANSWERS)
    await press(mother, 'Nộp hồ sơ')
    await says(mother, /Giấy chứng sinh.*Hãy đính kèm giấy tờ này/)
    assert.equal(await mother.locator('[name="k.ho_ten_con"]').inputValue(), 'Nguyễn Minh Khang')
    await fill(mother, { 'giay-1-tep': PAPER, 'giay-7-tep': PAPER, 'giay-8-tep': PAPER })
    await press(mother, 'Nộp hồ sơ')
    await says(mother, 'Đã nộp hồ sơ liên thông')
    await says(mother, '0/2 phần đã kết thúc')
    const code = (await text(mother)).match(/[\d.]+H13-LT-\d{6}-\d{4}/)?.[0]
    const tracking = new URL(mother.url()).pathname

    const birth = await partOf(commune, code)
    await act(commune, birth, 'tiep-nhan', originals)
    await act(commune, birth, 'chuyen')
    await act(officers['phuong-cai-khe.specialist'], birth, 'buoc')
    await act(officers['phuong-cai-khe.leader'], birth, 'ky', sign('91/KS'))

    // The second part is opened by the system, and the district's clerk finds it under the same code.
    const residence = await partOf(district, code)
    assert.notEqual(residence, birth)
    await act(district, residence, 'tiep-nhan', originals)
    await act(district, residence, 'chuyen')
    await act(officers['demo.chuyenvien'], residence, 'buoc')
    await act(officers['demo.truongphong'], residence, 'buoc')
    await act(officers['demo.lanhdao'], residence, 'ky', sign('92/TT'))

    await partOf(commune, code)
    await follow(commune, 'Trả toàn bộ kết quả')
    await fill(commune, { 'nguoi-nhan': 'Nguyễn Thị Ngọc Lan' })
    await press(commune, /Trả/)
    await says(commune, 'Đã trả kết quả')
    await mother.goto(tracking)
    await says(mother, '2/2 phần đã kết thúc')
    await mother.goto('/cua-toi/lien-thong')
    await says(mother, code)
  }))
