// The checks themselves are checked: each must pass a good page and refuse a bad one.

import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { after, before, test } from 'node:test'
import { NARROW, openTab, useBrowser, withPage, withPageNoJs } from '../lib/browser.js'
import { axe, axeInBothSchemes, fitsItsWidth, saysItUnscripted, skeleton } from '../lib/checks.js'
import { signIn } from '../lib/people.js'

const page = (body, head = '') =>
  `<!doctype html><html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
  <title>Một cửa</title>${head}</head><body>${body}</body></html>`

const form = '<form method="post"><label>Tên <input name="ten"></label><label>Mật khẩu <input type="password" name="mat_khau"></label><button>Vào</button></form>'
const PAGES = {
  '/good': page('<main><h1>Thủ tục</h1><p>Chữ đủ đậm.</p></main>'),
  '/pale': page('<main><h1>Thủ tục</h1><p>Mờ.</p></main>', '<link rel="stylesheet" href="/pale.css">'),
  '/pale-in-dark': page('<main><h1>Thủ tục</h1><p>Mờ.</p></main>', '<link rel="stylesheet" href="/dark.css">'),
  '/two-headings': page('<main><h1>Một</h1><h1>Hai</h1></main>'),
  '/by-script': page('<main><h1>Thủ tục</h1><p id="words"></p></main>', '<script src="/words.js" defer></script>'),
  '/only-script': page('<main><p hidden>Chữ</p></main>', '<script src="/words.js" defer></script>'),
  '/wide': page('<main><h1>Rộng</h1><img alt="" src="/wide.svg" width="900" height="9"></main>'),
  '/throws': page('<main><h1>Lỗi</h1></main>', '<script src="/throws.js"></script>'),
  '/inline': page('<main><h1>Lỗi</h1></main>', '<script>document.title = "x"</script>'),
  '/dang-nhap': page(`<main><h1>Đăng nhập</h1>${form}</main>`),
}
const FILES = {
  '/pale.css': ['text/css', 'p { color: #ccc; background: #fff }'],
  '/dark.css': ['text/css', '@media (prefers-color-scheme: dark) { body { background: #111; color: #222 } }'],
  '/wide.svg': ['image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg" width="900" height="9"/>'],
  '/words.js': ['text/javascript', 'document.querySelector("main").innerHTML = "<h1>Chữ</h1>"'],
  '/throws.js': ['text/javascript', 'throw new Error("hỏng")'],
}

let server
let site

before(async () => {
  server = createServer((request, response) => {
    if (request.method === 'POST') return answerSignIn(request, response)
    const [type, text] = FILES[request.url] ?? ['text/html; charset=utf-8', PAGES[request.url]]
    response.writeHead(text ? 200 : 404, { 'content-type': type, 'content-security-policy': "default-src 'self'" })
    response.end(text ?? page('<main><h1>Không có</h1></main>'))
  })
  await new Promise(ready => server.listen(0, '127.0.0.1', ready))
  site = { baseURL: `http://127.0.0.1:${server.address().port}` }
})
after(() => server.close())
useBrowser()

async function answerSignIn(request, response) {
  let body = ''
  for await (const chunk of request) body += chunk
  const { ten, mat_khau } = Object.fromEntries(new URLSearchParams(body))
  const known = ten === 'lan' && mat_khau === 'dung'
  response.writeHead(known ? 200 : 422, { 'content-type': 'text/html; charset=utf-8' })
  response.end(known ? PAGES['/good'] : PAGES['/dang-nhap'])
}

const at = (path, use, options = {}) => withPage({ ...site, ...options }, async page => { await page.goto(path); await use(page) })

test('a good page passes every check', () => at('/good', async page => {
  await axeInBothSchemes(page)
  await skeleton(page)
  await fitsItsWidth(page)
}))
test('axe sees pale text', () => at('/pale', page => assert.rejects(axe(page), /color-contrast/)))
test('axe sees text that is pale only in the dark', () => at('/pale-in-dark', async page => {
  await axe(page)
  await assert.rejects(axeInBothSchemes(page), /in dark: .*color-contrast/s)
}))
test('a second h1 is seen', () => at('/two-headings', page => assert.rejects(skeleton(page))))
test('words that only a script writes are missed', async () => {
  const sent = (path, check) => withPage(site, async page => check(page, await (await page.goto(path)).text()))
  await sent('/good', saysItUnscripted)
  await sent('/by-script', saysItUnscripted)
  await sent('/only-script', (page, html) => assert.rejects(saysItUnscripted(page, html), /without JavaScript/))
})
test('sideways scrolling is seen on a phone', () => at('/wide', page => assert.rejects(fitsItsWidth(page), /900|wide/), { viewport: NARROW }))
test('an exception of the page is seen', () => assert.rejects(at('/throws', async () => {}), /hỏng/))
test('a breach of the content security policy is seen', () => assert.rejects(at('/inline', async () => {}), /Content Security Policy/))
test('a tab tells what one visit did, and nothing of the visit before', async () => {
  const tab = await openTab(site)
  await assert.rejects(tab.visit(page => page.goto('/throws')), /hỏng/)
  await tab.visit(page => page.goto('/good'))
  await tab.close()
})
test('signing in works without JavaScript', () => withPageNoJs(site, page => signIn(page, 'lan', 'dung')))
test('a refused sign-in is told', () => withPage(site, page => assert.rejects(signIn(page, 'lan', 'sai'), /could not sign in/)))
