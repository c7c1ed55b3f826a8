// A piece of the press: entered by the newspaper's own account, verified by the agency whose campaign it belongs to, and then
// the plan against done moves; the same link a second time is refused with the piece named.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { useBrowser } from '../lib/browser.js'
import { fill, follow, here, press, says, text } from '../lib/forms.js'
import { together } from '../lib/people.js'

useBrowser()

/** How many pieces the year's plan against done counts for the agency, all channels. */
async function done (page) {
  await page.goto('/truyen-thong/thuc-hien?co-quan=quan-ninh-kieu')
  const [, figure] = (await text(page)).match(/tất cả đã đăng, phát ([\d.]+)/) ?? []
  assert.ok(figure, await text(page))
  return Number(figure.replaceAll('.', ''))
}

test('a piece of the press counts once the agency has verified it', async () => {
  await together(['demo.baochi', 'demo.lanhdao', ''], async people => {
    const paper = people['demo.baochi']
    const agency = people['demo.lanhdao']
    const before = await done(agency)

    await paper.goto('/truyen-thong/tin-bai')
    await follow(paper, 'Nhập tin, bài')
    const words = {
      'chien-dich': 'Quận Ninh Kiều',
      'tieu-de': 'Một buổi sáng ở bộ phận một cửa Ninh Kiều',
      loai: 'reportage',
      kenh: 'bao-in',
      'lien-ket': 'khong phai dia chi',
      'tiep-can': '9.500',
      'cach-dem': 'declared',
    }
    await fill(paper, words)
    await press(paper, 'Nhập tin, bài')
    await says(paper, 'Có chỗ cần sửa')
    await fill(paper, { 'lien-ket': 'http://bao.example/mot-buoi-sang' })
    await press(paper, 'Nhập tin, bài')
    await says(paper, 'Chờ xác nhận')
    const piece = here(paper)
    assert.doesNotMatch(await text(paper), /^Xác nhận$/m, 'the press verifies nothing')
    assert.equal(await done(agency), before, 'what was not verified does not count')

    await agency.goto(piece)
    await press(agency, 'Xác nhận')
    await says(agency, 'Đã xác nhận')
    assert.equal(await done(agency), before + 1)

    await agency.goto('/truyen-thong/tin-bai/moi')
    const again = { ...words, 'noi-dang': 'Trang của quận', 'lien-ket': 'https://www.bao.example/mot-buoi-sang/' }
    await fill(agency, again)
    await press(agency, 'Nhập tin, bài')
    await says(agency, `số ${piece.split('/').at(-1)}: “Một buổi sáng ở bộ phận một cửa Ninh Kiều”`)

    await people[''].goto('/tuyen-truyen/tin-bai')
    await says(people[''], 'Một buổi sáng ở bộ phận một cửa Ninh Kiều')
  })
})
