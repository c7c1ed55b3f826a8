// A fee paid online, and the step that waited for it: taken in at the counter, owed on the payer's page, given up and then paid
// at the training gateway, found under its receipt by everybody, and the dossier goes on.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { useBrowser } from '../lib/browser.js'
import { act, fill, follow, press, says, saysNot, text } from '../lib/forms.js'
import { together } from '../lib/people.js'

useBrowser()

/** Looks again until the page says it: the demand is made by a job a moment after the receipt. */
async function comes(page, what) {
  const end = Date.now() + 15_000
  while (!(await text(page)).includes(what) && Date.now() < end) {
    await page.waitForTimeout(300)
    await page.reload()
  }
  await says(page, what)
}

test('what is paid at the gateway gives a receipt, and the dossier goes on', () =>
  together(['demo.motcua', ''], async ({ 'demo.motcua': clerk, '': payer }) => {
    await clerk.goto('/quay/nhan?thu-tuc=KD-01')
    // A number of its own at each run, as the desk asks about a second dossier of the same person.
    const number = `36${String(Date.now()).slice(-7)}`
    await fill(clerk, { 'ho-ten': 'Trần Thị Mai', 'so-giay-to': number, 'dia-chi': '5 Nguyễn Trãi' })
    await press(clerk, 'Ghi nhận hồ sơ')
    await says(clerk, 'Đã tiếp nhận hồ sơ')
    await follow(clerk, 'Mở hồ sơ')
    const dossier = new URL(clerk.url()).pathname
    await comes(clerk, 'Còn thiếu')
    await follow(clerk, 'Mở khoản thu')
    const key = await clerk.getByRole('link', { name: 'Mở trang nộp tiền' }).getAttribute('href')

    const id = dossier.split('/').pop()
    await act(clerk, id, 'chuyen')
    await act(clerk, id, 'nghia-vu-tai-chinh', page => fill(page, { 'noi-dung': 'Nộp lệ phí đăng ký trước khi cấp giấy.' }))
    await clerk.goto(dossier)
    await says(clerk, 'Đang chờ người nộp')

    await payer.goto(key)
    await says(payer, 'Còn thiếu')
    const tracking = await payer.locator('main a[href^="/theo-doi/"]').first().getAttribute('href')
    await payer.goto(tracking)
    await says(payer, 'Bạn cần nộp')
    await follow(payer, 'Nộp phí, lệ phí')
    await press(payer, 'Nộp 100.000 đồng trực tuyến')
    await says(payer, 'không có tiền thật')
    await press(payer, 'Giả lập bỏ cuộc')
    await says(payer, 'Nộp 100.000 đồng trực tuyến')
    await press(payer, 'Nộp 100.000 đồng trực tuyến')
    await press(payer, 'Giả lập trả tiền')
    await comes(payer, 'Đã nộp đủ')
    // Back and once more: nothing is owed, so nothing can be paid twice.
    assert.equal(await payer.getByRole('button', { name: /trực tuyến/ }).count(), 0)
    const receipt = payer.locator('main a[href*="/bien-lai/"]').first()
    const paper = await payer.request.get(await receipt.getAttribute('href'))
    assert.equal(paper.headers()['content-type'], 'application/pdf')
    const code = (await receipt.getAttribute('href')).split('/').pop()
    await payer.goto(`/bien-lai-dien-tu/${code}`)
    await says(payer, '100.000 đồng')

    // The step that waited for the money: the clerk sees it paid, and the clock runs again.
    await clerk.goto(dossier)
    await says(clerk, /Đã nộp\s+100.000 đồng/)
    await act(clerk, id, 'da-nop')
    await clerk.goto(dossier)
    await says(clerk, 'Đang xử lý')
    await payer.goto(tracking)
    await saysNot(payer, 'Bạn cần nộp')
  }))
