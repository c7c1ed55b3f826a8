// A petition from its giving to a second look, without JavaScript: given by a stranger, who forgets how to be reached, entered,
// judged, answered and published by the officer, found again by its code, called unsatisfying, and taken up once more.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { useBrowser } from '../lib/browser.js'
import { fill, follow, press, says, text } from '../lib/forms.js'
import { together } from '../lib/people.js'

useBrowser()

const CONTENT = 'Khai sinh phải mang bản chính sổ hộ khẩu, trong khi bộ phận một cửa đã giữ bản chụp từ năm trước.'
const ANSWER = 'Không phải mang bản chính sổ hộ khẩu nữa; bảng niêm yết đã được sửa.'

test('a petition is given, answered, rated unsatisfying and opened again', () =>
  together(['', 'demo.kiemsoat'], async ({ '': giver, 'demo.kiemsoat': officer }) => {
    await giver.goto('/phan-anh')
    await fill(giver, {
      doi_tuong: 'citizen', ho_ten: 'Trần Văn Bảy', dia_chi: '12 Trần Hưng Đạo', noi_dung_ve: 'unsuited', noi_dung: CONTENT,
      tim_thu_tuc: 'khai sinh',
    })
    await press(giver, 'Tìm thủ tục')
    await fill(giver, { thu_tuc: 'HT-01' })
    await press(giver, 'Gửi phản ánh, kiến nghị')
    await says(giver, 'Hãy ghi điện thoại hoặc thư điện tử')
    assert.equal(await giver.locator('[name=noi_dung]').inputValue(), CONTENT)
    await fill(giver, { dien_thoai: '0909 123 456' })
    await press(giver, 'Gửi phản ánh, kiến nghị')
    await says(giver, 'Mới gửi')
    const code = (await text(giver)).match(/PA-\d{4}-\d{5}/)?.[0]
    assert.ok(code, await text(giver))
    const tracking = new URL(giver.url()).pathname

    await officer.goto('/phan-anh-kien-nghi')
    await follow(officer, code)
    await says(officer, CONTENT)
    await says(officer, 'Đăng ký khai sinh')
    for (const deed of ['Tiếp nhận và vào sổ', 'Xem xét theo thẩm quyền']) {
      await follow(officer, deed)
      await press(officer, deed)
    }
    await follow(officer, 'Đánh giá và trả lời')
    for (const criterion of ['necessary', 'lawful', 'simple', 'feasible', 'consistent', 'treaties']) {
      await fill(officer, { [`tieu_chi.${criterion}`]: criterion === 'treaties' ? 'none' : 'met' })
    }
    await fill(officer, { ket_qua: 'correct', tra_loi: ANSWER })
    await press(officer, 'Đánh giá và trả lời')
    await follow(officer, 'Công khai trả lời')
    await fill(officer, { cau_hoi: 'Khai sinh có phải mang sổ hộ khẩu không?' })
    await press(officer, 'Công khai trả lời')
    await says(officer, 'Đã công khai')

    // Found again by the code and the telephone, as one types them.
    await giver.goto('/phan-anh/tra-cuu')
    await fill(giver, { ma: code.toLowerCase(), lien_he: '0909123456' })
    await press(giver, 'Tra cứu')
    await says(giver, ANSWER)
    await follow(giver, 'Bạn có hài lòng với trả lời không?')
    await fill(giver, { muc: 'unsatisfied', xem_lai: true, y_kien: 'Phường vẫn đòi bản chính.' })
    await press(giver, 'Gửi ý kiến')

    await officer.goto('/phan-anh-kien-nghi')
    await follow(officer, code)
    await says(officer, 'Đang xem xét')
    await says(officer, 'Phường vẫn đòi bản chính.')
    await giver.goto(tracking)
    await says(giver, 'Đang xem xét')
  }))
