// "Bring only what is missing": a paper that a desk saw at an earlier dossier stands in the person's shelf; the next filing takes
// it from there instead of asking for it again, the desk receives it as such, and the shelf says where it went.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { useBrowser } from '../lib/browser.js'
import { fill, follow, onward, press, says, text } from '../lib/forms.js'
import { together } from '../lib/people.js'

useBrowser()

const HOME = { phuong_xa: 'phường Tân An', quan_huyen: 'quận Ninh Kiều', tinh: 'thành phố Cần Thơ' }
const place = Object.fromEntries(Object.entries(HOME).map(([part, value]) => [`k.dia_diem_kinh_doanh.${part}`, value]))

test('the second filing takes the identity card from the shelf', () =>
  together(['demo.dan', 'demo.motcua'], async ({ 'demo.dan': citizen, 'demo.motcua': clerk }) => {
    await citizen.goto('/giay-to-cua-toi')
    await says(citizen, /Chứng minh nhân dân[\s\S]*đã xem bản chính/)

    await citizen.goto('/thu-tuc/KD-01')
    await follow(citizen, 'Nộp hồ sơ trực tuyến')
    await says(citizen, 'không phải nộp lại')
    // One question of eligibility answered with no: the way ends before anything is typed.
    await citizen.locator('[name=co_quan]').selectOption({ label: 'Ủy ban nhân dân quận Ninh Kiều' })
    await fill(citizen, { hoi_0: 'co', hoi_1: 'khong' })
    await press(citizen, 'Bắt đầu làm hồ sơ')
    assert.doesNotMatch(citizen.url(), /ban-nhap/, await text(citizen))
    await citizen.goto('/nop-ho-so/KD-01')
    await citizen.locator('[name=co_quan]').selectOption({ label: 'Ủy ban nhân dân quận Ninh Kiều' })
    await fill(citizen, { hoi_0: 'co', hoi_1: 'co' })
    await press(citizen, 'Bắt đầu làm hồ sơ')

    await follow(citizen, 'Người nộp và nhận kết quả')
    await fill(citizen, { doi_tuong: 'household_business', cho_ai: 'minh', nhan_ket_qua: 'counter' })
    await press(citizen, 'Lưu và tiếp tục')
    // Two trades: a group that repeats, by its own button.
    await follow(citizen, 'Tờ khai điện tử')
    await onward(citizen, citizen.locator('[name="them.k.nganh_nghe"]'))
    assert.equal(await citizen.locator('[name="k.nganh_nghe.1.ten_nganh"]').count(), 1)
    await fill(citizen, {
      'k.ngay_sinh_nguoi_de_nghi': '1985-10-05', 'k.loai_chu_the': 'Một cá nhân', 'k.ten_ho_kinh_doanh': 'Bánh cống Ngọc Lan', ...place,
      'k.nganh_nghe.0.ten_nganh': 'Bán bánh', 'k.nganh_nghe.1.ten_nganh': 'Bán nước mía', 'k.von_kinh_doanh': '50.000.000', 'k.so_lao_dong': '2',
      'k.ngay_bat_dau': '2015-10-01', 'k.nganh_co_dieu_kien': 'Không',
    })
    await press(citizen, 'Lưu và tiếp tục')
    await follow(citizen, 'Giấy tờ đính kèm')
    await says(citizen, 'Lấy từ kho giấy tờ, không nộp lại')
    await citizen.locator('[name="kho.cmnd"]').check()
    await press(citizen, 'Lưu và tiếp tục')
    await follow(citizen, 'Kiểm tra và nộp')
    await says(citizen, 'Lấy từ kho giấy tờ')
    await fill(citizen, { cam_doan: true })
    await press(citizen, 'Nộp hồ sơ')
    const code = (await text(citizen)).match(/KD\.[\d.]+H13\.[\d.]+\d/)?.[0]
    assert.ok(code, await text(citizen))

    await citizen.goto('/giay-to-cua-toi')
    await says(citizen, new RegExp(`Đã dùng ở hồ sơ nào[\\s\\S]*${code}`))
    await clerk.goto(`/ho-so?q=${code}`)
    await onward(clerk, clerk.locator('main table').getByRole('link', { name: code, exact: true }).first())
    const notes = await clerk.locator('main input[name$=".ghi"]').evaluateAll(all => all.map(input => input.value))
    assert.ok(notes.some(note => note.includes('Lấy từ kho giấy tờ: Chứng minh nhân dân')), notes.join('\n'))
  }))
