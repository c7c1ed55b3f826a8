// The way back: a petition sent once more from the page behind opens no second one, other words are not taken unasked, and the
// language chosen on the page of a failed act leads to a page that opens.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { useBrowser, withPage } from '../lib/browser.js'
import { fill, press, says, text } from '../lib/forms.js'
import { together } from '../lib/people.js'

useBrowser()

const CODE = /PA-\d{4}-\d{5}/

test('a petition that is sent again by the way back is the same one, and other words are asked about', () =>
  withPage({}, async giver => {
    await giver.goto('/phan-anh')
    await fill(giver, {
      doi_tuong: 'citizen', ho_ten: 'Trần Văn Bảy', dia_chi: '12 Trần Hưng Đạo', dien_thoai: '0909 765 432',
      noi_dung_ve: 'unsuited', noi_dung: 'Phải nộp hai bản sao cùng một giấy.',
    })
    await press(giver, 'Gửi phản ánh, kiến nghị')
    const first = (await text(giver)).match(CODE)?.[0]
    assert.ok(first, await text(giver))

    await giver.goBack()
    await press(giver, 'Gửi phản ánh, kiến nghị')
    assert.equal((await text(giver)).match(CODE)?.[0], first, 'the same petition')

    await giver.goBack()
    await fill(giver, { noi_dung: 'Chuyện khác: quầy đóng cửa sớm.' })
    await press(giver, 'Gửi phản ánh, kiến nghị')
    await says(giver, 'Biểu mẫu này đã được gửi')
    assert.equal(await giver.locator('[name=noi_dung]').inputValue(), 'Chuyện khác: quầy đóng cửa sớm.')
    await press(giver, 'Gửi phản ánh, kiến nghị')
    const second = (await text(giver)).match(CODE)?.[0]
    assert.ok(second && second !== first, `${second} after ${first}`)
  }))

test('the language chosen on the page of a failed act leads to the record', () =>
  together(['demo.kiemsoat'], async ({ 'demo.kiemsoat': officer }) => {
    await officer.goto('/chi-phi/moi')
    await fill(officer, { 'thu-tuc': 'KD-02', 'co-quan': 'ubnd-tp-can-tho', nam: '2011' })
    await press(officer, 'Mở bảng tính')
    const study = new URL(officer.url()).pathname
    const handIn = () => officer.request.post(`${study}/trinh`, { headers: { origin: new URL(officer.url()).origin } })
    await handIn()
    const answer = await handIn()
    assert.equal(answer.status(), 409, 'it was handed in already')
    await officer.setContent(await answer.text())
    const way = await officer.locator('a[hreflang=en]').getAttribute('href')
    await officer.goto(way)
    assert.equal(new URL(officer.url()).pathname, study, 'the record, not the address of the act')
    assert.equal(await officer.locator('html').getAttribute('lang'), 'en')
    await officer.goto(`/ngon-ngu/vi?ve=${study}`)
  }))
