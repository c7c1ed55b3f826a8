// An interim review until August 2015 on the demo city, which keeps its own reviews: begun, figures frozen, chapters written, returned and
// taken in, causes given, an award decided on, the review approved by a second person and announced with its document and annex.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { useBrowser, withPageNoJs } from '../lib/browser.js'
import { fill, follow, here, press, says, text } from '../lib/forms.js'
import { signIn } from '../lib/people.js'

useBrowser()

/** Addresses in the page's main part that match. */
const links = (page, pattern) => page.locator('main a').evaluateAll(
  (all, source) => [...new Set(all.map(a => a.getAttribute('href')).filter(href => href && new RegExp(source).test(href)))], pattern.source)

const leaderOf = { 'Sở Nội vụ': 'so-noi-vu', 'Sở Tư pháp': 'so-tu-phap', 'Sở Tài chính': 'so-tai-chinh',
  'Sở Thông tin và Truyền thông': 'so-thong-tin-truyen-thong', 'Văn phòng Ủy ban nhân dân': 'van-phong-ubnd' }

/** The account of the head of the agency that answers for what the page shows; its forms name every agency. */
const leader = async page => {
  const words = await page.locator('main dl').first().innerText()
  const found = Object.entries(leaderOf).find(([name]) => words.includes(name))
  assert.ok(found, words)
  return `${found[1]}.leader`
}

const NAME = 'Sơ kết Chương trình cải cách hành chính giai đoạn 2011 - tháng 8 năm 2015'

/** Writes the chapter that is shown, and sends it. */
const write = async page => {
  await follow(page, 'Soạn chương')
  await fill(page, { 'noi-dung': 'Đã hoàn thành các nhiệm vụ được giao.\nBài học: người đứng đầu phải trực tiếp chỉ đạo.' })
  await press(page, 'Lưu nội dung')
  await press(page, 'Gửi chương')
  await says(page, 'Chờ nhận')
}

test('a review of the programme goes from its figures to the public', async () => {
  let review
  let chapters
  let causes
  const writers = new Map()
  await withPageNoJs({}, async page => {
    await signIn(page, 'demo.noivu')
    await page.goto('/tong-ket-cchc/lap')
    await fill(page, { loai: 'interim', ten: NAME, den: '2015-08-31', 'so-lieu': '2015-08-31' })
    await press(page, 'Lập báo cáo')
    review = here(page)
    assert.match(review, /^\/tong-ket-cchc\/ban\/\d+$/, await text(page))
    await press(page, 'Trình phê duyệt')
    assert.match(await text(page), /Chưa chốt số liệu nên chưa trình được/)
    await page.goto(`${review}/chot`)
    await press(page, 'Chốt số liệu')
    await says(page, 'SHA-256')
    await says(page, /đạt, \d+ chưa đạt/)
    await page.goto(`${review}/khen-thuong`)
    await fill(page, { 'co-quan': 'Sở Xây dựng', 'ly-do': 'Dẫn đầu thi đua năm 2012' })
    await press(page, 'Đề xuất khen thưởng')
    await says(page, /Sở Xây dựng.*2012: Xuất sắc/s)
    chapters = await links(page, /^\/tong-ket-cchc\/chuong\/\d+$/)
    assert.ok(chapters.length > 5, await text(page))
    for (const chapter of chapters) {
      await page.goto(chapter)
      writers.set(chapter, await leader(page))
    }
    causes = []
    for (const kind of ['target', 'task']) {
      await page.goto(`/tong-ket-cchc/chi-tieu?loai=${kind}&ket-luan=no-cause&ban=${review.split('/').at(-1)}`)
      const owed = await links(page, /^\/tong-ket-cchc\/chi-tieu\/\d+$/)
      assert.ok(owed.length > 0, await text(page))
      causes.push(...owed)
    }
    for (const cause of causes) {
      await page.goto(cause)
      writers.set(cause, await leader(page))
    }
  })
  for (const login of new Set(writers.values())) {
    await withPageNoJs({}, async page => {
      await signIn(page, login)
      for (const [place] of [...writers].filter(([, who]) => who === login)) {
        await page.goto(place)
        if (place.includes('/chuong/')) await write(page)
        else {
          await fill(page, { 'nguyen-nhan': 'Kinh phí bố trí muộn, đã đề nghị bổ sung' })
          await press(page, 'Ghi nguyên nhân')
        }
      }
    })
  }
  const [first] = chapters
  await withPageNoJs({}, async page => {
    await signIn(page, 'demo.noivu')
    await page.goto(first)
    await follow(page, 'Trả lại chương')
    await fill(page, { 'ly-do': 'Chưa nêu bài học kinh nghiệm' })
    await press(page, 'Trả lại chương')
    await says(page, 'Được trả lại: Chưa nêu bài học kinh nghiệm')
    for (const chapter of chapters.filter(other => other !== first)) {
      await page.goto(chapter)
      await press(page, 'Nhận chương')
    }
  })
  await withPageNoJs({}, async page => {
    await signIn(page, writers.get(first))
    await page.goto(first)
    await write(page)
  })
  await withPageNoJs({}, async page => {
    await signIn(page, 'demo.noivu')
    await page.goto(first)
    await press(page, 'Nhận chương')
    await says(page, 'Đã nhận')
  })
  await withPageNoJs({}, async page => {
    await signIn(page, 'demo.chutich')
    await page.goto(review)
    for (const award of await links(page, /^\/tong-ket-cchc\/khen-thuong\/\d+$/)) {
      await page.goto(award)
      await fill(page, { 'ket-luan': 'agreed' })
      await press(page, 'Kết luận đề xuất')
    }
  })
  await withPageNoJs({}, async page => {
    await signIn(page, 'demo.noivu')
    await page.goto(review)
    await press(page, 'Trình phê duyệt')
    await says(page, 'Chờ phê duyệt')
    assert.equal(await page.locator('main a[href$="/chot"]').count(), 0, 'what was sent stays as it is')
  })
  await withPageNoJs({}, async page => {
    await signIn(page, 'demo.chutich')
    await page.goto(review)
    await follow(page, 'Phê duyệt')
    await fill(page, { 'van-ban': '150/BC-UBND' })
    await press(page, 'Phê duyệt')
    await press(page, 'Công bố')
    await says(page, 'Đã công bố')
    const open = `/tong-ket/${review.split('/').at(-1)}`
    for (const [file, kind] of [['van-ban', 'application/pdf'], ['phu-luc', 'spreadsheet']]) {
      // A paper of all targets, tasks and years, laid out by a program that is not optimised.
      const answer = await page.request.get(`${open}/${file}`, { timeout: 90_000 })
      assert.equal(answer.status(), 200, file)
      assert.match(answer.headers()['content-type'], new RegExp(kind))
    }
  })
  await withPageNoJs({}, async page => {
    await page.goto('/tong-ket')
    await follow(page, NAME)
    await says(page, '150/BC-UBND')
    await says(page, 'Bài học: người đứng đầu')
  })
})
