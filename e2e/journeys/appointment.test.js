// An appointment from its booking to the end of the service: booked by a citizen, told at the kiosk by its code, called at a desk
// before those who came without, seen on the board, served, and found done by the one who waited.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { useBrowser } from '../lib/browser.js'
import { fill, follow, onward, press, says, text } from '../lib/forms.js'
import { together } from '../lib/people.js'

useBrowser()

test('who booked is called by the number the kiosk gave, and served', () =>
  together(['demo.dan', 'demo.motcua', ''], async ({ 'demo.dan': citizen, 'demo.motcua': clerk, '': hall }) => {
    await citizen.goto('/dat-lich')
    await follow(citizen, 'Bộ phận Một cửa quận Ninh Kiều')
    await press(citizen, 'Đặt lịch hẹn')
    await says(citizen, 'Bạn chưa chọn giờ')
    await citizen.locator('[name=dich-vu]').selectOption({ label: 'Đăng ký kinh doanh' })
    await citizen.locator('[name=luc]').first().check()
    await press(citizen, 'Đặt lịch hẹn')
    await says(citizen, 'Đã đặt lịch hẹn')
    const booking = new URL(citizen.url()).pathname
    const code = booking.split('/').pop()

    // The kiosk: a code mistyped is said plainly; the right one, small and with a blank, gives a number.
    await hall.goto('/lay-so/quan-ninh-kieu')
    await fill(hall, { 'ma-hen': 'KHONGCO1' })
    await press(hall, 'Báo đã đến và lấy số')
    await says(hall, 'Không có lịch hẹn nào với mã này')
    await fill(hall, { 'ma-hen': code.toLowerCase() })
    await press(hall, 'Báo đã đến và lấy số')
    await says(hall, 'Số thứ tự của bạn')
    const number = (await text(hall)).match(/\bC\d{3}\b/)?.[0]
    assert.ok(number, await text(hall))
    const slip = new URL(hall.url()).pathname
    await citizen.goto(booking)
    await says(citizen, 'Đã đến')

    // The desk calls until it is this number's turn; whoever is before it is served first.
    await clerk.goto('/quay/hang-doi')
    await follow(clerk, 'Quầy 3')
    for (let before = 0; before < 12; before += 1) {
      await press(clerk, 'Gọi số tiếp theo')
      if ((await text(clerk)).includes(`Đang phục vụ số ${number}`)) break
      await press(clerk, 'Xong')
    }
    await says(clerk, `Đang phục vụ số ${number}`)
    await hall.goto('/goi-so/quan-ninh-kieu')
    await says(hall, new RegExp(`${number}\\s+Quầy 3`))
    await hall.goto(slip)
    await says(hall, 'Mời đến quầy 3')
    await press(clerk, 'Xong')
    await hall.goto(slip)
    await says(hall, 'Đã phục vụ xong')

    // The record: the number of the day, served, with whose appointment it was.
    await clerk.goto(`/quay/hang-doi/so?q=${number}`)
    await onward(clerk, clerk.locator('main table').getByRole('link', { name: number, exact: true }).first())
    await says(clerk, 'Đã phục vụ')
    await says(clerk, 'Nguyễn Thị Ngọc Lan')
  }))
