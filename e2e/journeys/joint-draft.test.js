// A joint filing is left in the middle, found again on one's own page with what was typed and attached, and filed for somebody
// else, whom the commune then sees with the one who filed it; by the form's own controls and without JavaScript.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ANSWERS } from '../lib/birth.js'
import { useBrowser } from '../lib/browser.js'
import { fill, follow, here, PAPER, press, says, text } from '../lib/forms.js'
import { together } from '../lib/people.js'

useBrowser()

test('a joint filing kept as a draft is resumed from one\'s page and filed for another', () =>
  together(['demo.dan', 'demo.motcua.xa'], async ({ 'demo.dan': citizen, 'demo.motcua.xa': commune }) => {
    await citizen.goto('/nop-lien-thong?nhom=LT-01')
    await fill(citizen, { q: 'cai khe' })
    await press(citizen, 'Lọc')
    await follow(citizen, /Đăng ký khai sinh/)
    // Half of it, and one paper; the rest later.
    await fill(citizen, { 'k.ho_ten_con': 'Nguyễn Minh Khôi', 'giay-1-tep': PAPER })
    await press(citizen, 'Lưu, làm sau')
    await says(citizen, 'Đã lưu bản nháp')

    await citizen.goto('/cua-toi/lien-thong')
    await says(citizen, 'bản nháp hồ sơ liên thông chưa nộp')
    await follow(citizen, 'Điền tiếp rồi nộp')
    await follow(citizen, /Đăng ký khai sinh/)
    const draft = here(citizen)
    assert.match(draft, /^\/cua-toi\/lien-thong\/ban-nhap\/\d+$/)
    await says(citizen, 'Đã đính kèm: giay to.pdf')
    assert.equal(await citizen.locator('[name="k.ho_ten_con"]').inputValue(), 'Nguyễn Minh Khôi')

    // For her sister now: who she is to her has to be said.
    await fill(citizen, {
      ...ANSWERS, 'k.ho_ten_con': 'Nguyễn Minh Khôi', 'ho-ten': 'Nguyễn Thị Ngọc Mai', 'so-giay-to': '362999777',
      'cho-ai': 'nguoi-khac', 'giay-7-tep': PAPER, 'giay-8-tep': PAPER,
    })
    await press(citizen, 'Nộp hồ sơ')
    await says(citizen, 'Hãy chọn quan hệ')
    // The files given with the faulty form are kept, too.
    await fill(citizen, { 'thay-quan-he': 'sibling' })
    await press(citizen, 'Nộp hồ sơ')
    await says(citizen, 'Đã nộp hồ sơ liên thông')
    const code = (await text(citizen)).match(/[\d.]+H13-LT-\d{6}-\d{4}/)?.[0]
    const tracking = here(citizen)
    await citizen.goto(draft)
    assert.equal(here(citizen), tracking, 'the draft leads to what became of it')
    await citizen.goto('/cua-toi/lien-thong')
    await says(citizen, 'Nộp thay cho Nguyễn Thị Ngọc Mai')

    await commune.goto(`/lien-thong?q=${code}`)
    await follow(commune, code)
    await says(commune, 'Nguyễn Thị Ngọc Mai')
    await says(commune, /Người nộp thay[\s\S]*Anh, chị, em của chủ hồ sơ/)
  }))
