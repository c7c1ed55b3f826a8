// A flow is drawn by an official without programming: two branches side by side and where they meet, checked, simulated,
// published by a second person; a dossier received after that goes its way.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { useBrowser, withPage, withPageNoJs } from '../lib/browser.js'
import { fill, follow, here, press, says, text } from '../lib/forms.js'
import { signIn } from '../lib/people.js'

useBrowser()

const CODE = 'KD-03'

/** Adds a node or a way. */
async function add(page, link, answers) {
  await follow(page, link)
  await fill(page, answers)
  await press(page, 'Lưu vào bản nháp')
}

test('a flow is drawn, checked, published by a second person and run by a dossier', async () => {
  let flow
  await withPage({}, async page => {
    await signIn(page, 'demo.noivu')
    await page.goto('/quan-tri/quy-trinh')
    await follow(page, 'Vẽ quy trình cho thủ tục')
    await fill(page, { thu_tuc: CODE })
    await press(page, 'Vẽ quy trình cho thủ tục')
    flow = here(page)
    assert.match(flow, /^\/quan-tri\/quy-trinh\/\d+$/, await text(page))
    await add(page, 'Thêm nút', { ten: 'Làm song song', loai: 'split', chen_vao: 'Tiếp nhận → Thẩm tra' })
    await says(page, 'chỉ có một đường')
    await add(page, 'Thêm nút', { ten: 'Đủ hai phần việc', loai: 'join', chen_vao: '→ Soát xét' })
    await add(page, 'Thêm nút', { ten: 'Ghi sổ tạm ngừng', loai: 'step', vai_tro: 'Chuyên viên thụ lý', thoi_han: '2', di_tu: 'Làm song song', di_tiep: 'Đủ hai phần việc' })
    await says(page, 'Không tìm thấy lỗi')
    await follow(page, 'Mô phỏng')
    await press(page, 'Chạy thử')
    await says(page, 'Ghi sổ tạm ngừng')
    await page.goto(flow)
    const bpmn = await page.request.get(`${flow}/bpmn`)
    assert.match(await bpmn.text(), /parallelGateway/)
    await press(page, 'Trình duyệt')
    await says(page, 'Chờ duyệt')
  })
  await withPageNoJs({}, async page => {
    await signIn(page, 'demo.kiemsoat')
    await page.goto(flow)
    await follow(page, 'Duyệt quy trình')
    await press(page, 'Duyệt và công bố')
    await says(page, 'Đang dùng')
  })
  let dossier
  await withPageNoJs({}, async page => {
    await signIn(page, 'demo.motcua')
    await page.goto(`/quay/nhan?thu-tuc=${CODE}`)
    await fill(page, { 'doi-tuong': 'household_business', 'ho-ten': 'Hộ kinh doanh Út Mười', 'so-giay-to': '57A8012345', 'dia-chi': '12 Nguyễn Trãi, Cái Khế' })
    await press(page, /Tiếp nhận|Ghi nhận|Xong/)
    dossier = here(page).match(/\/quay\/da-nhan\/(\d+)$/)?.[1]
    assert.ok(dossier, await text(page))
    await page.goto(`/ho-so/${dossier}/chuyen`)
    await press(page, 'Chuyển hồ sơ')
  })
  await withPageNoJs({}, async page => {
    await signIn(page, 'demo.chuyenvien')
    await page.goto(`/ho-so/${dossier}`)
    await says(page, /Đang làm cùng lúc:.*Ghi sổ tạm ngừng/)
    await page.goto(`/ho-so/${dossier}/buoc`)
    await fill(page, { 'buoc-nao': 'Ghi sổ tạm ngừng' })
    await press(page, 'Xong bước này')
    await says(page, 'Chuyên viên thụ lý')
    await page.goto(`/ho-so/${dossier}/buoc`)
    await press(page, 'Xong bước này')
    // Both branches are done: where they meet, the head's step begins.
    await says(page, /Đang đến lượt: Lãnh đạo phòng/)
    await follow(page, 'Tiến trình')
    assert.equal(await page.locator('svg.flow').count(), 1)
  })
})
