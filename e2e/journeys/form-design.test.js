// A form is built by an official without programming: a question that stops early, a section, a choice, a question that hangs
// on it, a repeated group and a file; tried out, approved by a second person, and answered online by a citizen.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { useBrowser, withPage, withPageNoJs } from '../lib/browser.js'
import { PAPER, fill, follow, here, press, says, text } from '../lib/forms.js'
import { signIn } from '../lib/people.js'

useBrowser()

const CODE = 'KD-04'
const STOP = 'Xin đợi giải quyết xong khoản nợ thuế rồi nộp.'

/** Adds a question. */
async function add(page, answers) {
  await follow(page, 'Thêm mục')
  await fill(page, answers)
  await press(page, 'Lưu vào bản nháp')
}

/** Answers every control of the declaration by what its name and kind ask. */
async function answerAll(page) {
  const named = [['giay_to', '361234567'], ['dien_thoai', '0909123456'], ['nguoi_mua', 'Lê Thị Sáu'], ['so_', '57A8012345']]
  for (const control of await page.locator('main form:has([name^="k."]) [name^="k."]:not([type=hidden])').all()) {
    const { name, kind } = await control.evaluate(e => ({ name: e.name, kind: e.inputMode === 'numeric' ? 'number' : e.tagName === 'SELECT' ? 'select' : e.type }))
    if (kind === 'select') await control.selectOption({ index: 1 })
    else if (kind === 'radio') { if (await page.locator(`main [name="${name}"]:checked`).count() === 0) await control.check() }
    else if (kind === 'date') await control.fill('2015-01-05')
    else if (kind === 'email') await control.fill('nam@example.vn')
    else if (kind === 'number') await control.fill('5000000')
    else if (kind === 'file') await control.setInputFiles(PAPER)
    else await control.fill(named.find(([part]) => name.includes(part))?.[1] ?? 'Nguyễn Văn Năm')
  }
}

test('a form is built, tried out, published by a second person and answered online', async () => {
  let form
  await withPage({}, async page => {
    await signIn(page, 'demo.noivu')
    await page.goto('/quan-tri/bieu-mau')
    await follow(page, 'Vẽ biểu mẫu cho thủ tục')
    await fill(page, { thu_tuc: CODE })
    await press(page, 'Vẽ biểu mẫu cho thủ tục')
    form = here(page)
    assert.match(form, /^\/quan-tri\/bieu-mau\/\d+$/, await text(page))
    await follow(page, 'Thêm câu hỏi trước')
    await fill(page, { cau_hoi: 'Hộ kinh doanh còn nợ thuế không?', di_tiep: 'khong' })
    await press(page, 'Lưu vào bản nháp')
    await says(page, 'Có chỗ cần sửa')
    await fill(page, { loi_dung: STOP })
    await press(page, 'Lưu vào bản nháp')
    await follow(page, 'Thêm phần')
    await fill(page, { tieu_de: 'Tài sản thanh lý' })
    await press(page, 'Lưu vào bản nháp')
    await add(page, { nhan: 'Có tài sản phải thanh lý không?', loai: 'choice', lua_chon: 'Có\nKhông có' })
    await add(page, { nhan: 'Giá trị tài sản', loai: 'money', khi: '“Có tài sản phải thanh lý không?” là “Có”' })
    await add(page, { nhan: 'Người mua', loai: 'rows', khi: '“Có tài sản phải thanh lý không?” là “Có”' })
    await add(page, { nhan: 'Họ tên người mua', loai: 'text', cho: 'Người mua' })
    await add(page, { nhan: 'Bản kê tài sản', loai: 'file', lua_chon: 'PDF', lon_nhat: '2' })
    await says(page, 'Hiện khi “Có tài sản phải thanh lý không?” là “Có”')
    await says(page, 'Trong nhóm lặp “Người mua”')
    await follow(page, 'Xem trước và thử')
    await says(page, 'Tài sản thanh lý')
    await press(page, 'Thử')
    await says(page, 'Có chỗ cần sửa')
    await page.goto(form)
    await press(page, 'Trình duyệt')
    await says(page, 'Chờ duyệt')
    await page.goto(`${form}/duyet`)
    await press(page, 'Duyệt và công bố')
    await says(page, 'Người duyệt phải khác người trình')
  })
  await withPageNoJs({}, async page => {
    await signIn(page, 'demo.kiemsoat')
    await page.goto(form)
    await follow(page, 'Duyệt biểu mẫu')
    await says(page, 'Tài sản thanh lý')
    await press(page, 'Duyệt và công bố')
    await says(page, 'Đang dùng')
  })
  await withPageNoJs({}, async page => {
    await signIn(page, 'demo.dan')
    await page.goto(`/nop-ho-so/${CODE}`)
    await fill(page, { co_quan: 'Ủy ban nhân dân quận Ninh Kiều' })
    await press(page, 'Bắt đầu làm hồ sơ')
    const draft = here(page)
    await page.goto(`${draft}/to-khai`)
    await says(page, 'Hộ kinh doanh còn nợ thuế không?')
    const asked = await page.locator('main input[type=radio]').first().getAttribute('name')
    await fill(page, { [asked]: 'co' })
    await press(page, 'Tiếp tục')
    await says(page, STOP)
    await page.goto(`${draft}/to-khai`)
    await fill(page, { [asked]: 'khong' })
    await press(page, 'Tiếp tục')
    await says(page, 'Tài sản thanh lý')
    await answerAll(page)
    await press(page, /Lưu/)
    assert.equal(here(page), draft, await text(page))
    await page.goto(`${draft}/kiem-tra`)
    await says(page, /Họ tên người mua: Lê Thị Sáu/)
    await says(page, PAPER.name)
    await says(page, /Giá trị tài sản\s+5\.000\.000 đồng/)
  })
})
