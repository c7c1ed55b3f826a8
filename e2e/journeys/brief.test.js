// The weekly brief: a leader reads what turned, what is late and what comes, follows a figure to its list, sees the page printed,
// and switches the mail off and on; who is late stands by agency, and one's own agency sees what it owes.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { useBrowser } from '../lib/browser.js'
import { follow, here, onward, press, says, text } from '../lib/forms.js'
import { together } from '../lib/people.js'

useBrowser()

test('a leader reads the weekly brief and follows its figures', async () => {
  await together(['demo.lanhdao', 'demo.noivu'], async people => {
    const leader = people['demo.lanhdao']
    await leader.goto('/ban-tin?co-quan=quan-ninh-kieu')
    await follow(leader, /^Tuần từ/)
    await says(leader, 'Quá hạn')
    await says(leader, 'Đến hạn trong hai tuần tới')
    const brief = here(leader)
    const print = await leader.request.get(`${brief}/tep`)
    assert.equal(print.headers()['content-type'], 'application/pdf')
    const figure = leader.locator('main a[href*="tre=late"]').first()
    const late = Number((await figure.innerText()).replaceAll('.', ''))
    await onward(leader, figure)
    assert.equal(here(leader), '/dang-cho')
    if (late > 0) await says(leader, 'Trễ')
    await leader.goto('/ban-tin')
    await press(leader, 'Không nhận qua thư nữa')
    await says(leader, 'không còn nhận bản tin')
    await press(leader, 'Nhận lại qua thư')
    await says(leader, 'lại nhận bản tin')

    await leader.goto('/phai-lam')
    await says(leader, /Việc phải làm/)

    const standing = people['demo.noivu']
    await standing.goto('/dang-cho/co-quan')
    const latest = standing.locator('main a[href*="rieng=1&tre=late"]').first()
    const count = await latest.innerText()
    await onward(standing, latest)
    assert.match(await text(standing), new RegExp(`${count} việc đang chờ, trong đó ${count} việc đã quá hạn`))
  })
})
