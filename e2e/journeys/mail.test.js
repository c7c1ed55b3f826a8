// The mail of a real act, through a real SMTP server that asks for a name and a password.

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { test } from 'node:test'
import { SMTPServer } from 'smtp-server'
import { useBrowser, withPageNoJs } from '../lib/browser.js'
import { signIn } from '../lib/people.js'
import { demoFolder, serve } from '../lib/server.js'

useBrowser()

const USER = 'motcua'
const PASSWORD = 'mật khẩu thư'

/** An SMTP server on a free port; `next()` answers the next mail it takes, as it came. */
async function mailServer() {
  const waiting = []
  const taken = []
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _, done) => username === USER && password === PASSWORD
      ? done(null, { user: username })
      : done(new Error('wrong name or password')),
    onData: (stream, session, done) => {
      let text = ''
      stream.setEncoding('utf8')
      stream.on('data', chunk => { text += chunk })
      stream.on('end', () => {
        taken.push({ text, to: session.envelope.rcptTo.map(r => r.address), user: session.user })
        waiting.shift()?.(taken.shift())
        done()
      })
    },
  })
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  return {
    port: server.server.address().port,
    next: () => taken.length > 0 ? Promise.resolve(taken.shift()) : new Promise(give => waiting.push(give)),
    close: () => new Promise(done => server.close(done)),
  }
}

/** A header with its encoded words (RFC 2047) read. */
function header(text, name) {
  const head = text.split('\r\n\r\n')[0].replace(/\r\n[ \t]/g, ' ')
  const line = head.split('\r\n').find(l => l.toLowerCase().startsWith(`${name}:`)) ?? ''
  const words = line.slice(name.length + 1).trim().replace(/\?=\s+=\?/g, '?==?')
  const bytes = words.replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind, coded) => kind.toLowerCase() === 'b'
    ? Buffer.from(coded, 'base64').toString('latin1')
    : coded.replace(/_/g, ' ').replace(/=([0-9A-F]{2})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16))))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}

test('the receipt of a dossier taken in at the counter comes by mail', async () => {
  const mails = await mailServer()
  const city = await serve(await demoFolder(), {
    MOTCUA_SANDBOX: '0', MOTCUA_SMTP: `127.0.0.1:${mails.port}`, MOTCUA_SMTP_TLS: 'none',
    MOTCUA_SMTP_USER: USER, MOTCUA_SMTP_PASSWORD: PASSWORD,
  })
  try {
    await withPageNoJs({ baseURL: city.url }, async page => {
      await signIn(page, 'demo.motcua')
      await page.goto('/quay/nhan?thu-tuc=KD-01')
      const form = page.locator('main form[action="/quay/nhan"]').last()
      for (const [part, value] of [
        ['ho-ten', 'Trần Thị Bé Ba'], ['giay-to', '361999888'], ['dia-chi', '12 Hai Bà Trưng, Ninh Kiều'],
        ['dien-thoai', '0909111222'], ['thu-dien-tu', 'be.ba@example.vn'],
      ]) {
        for (const field of await form.locator(`input[name$="${part}"]:not([type=hidden]), textarea[name$="${part}"]`).all()) {
          if (await field.inputValue() === '') await field.fill(value)
        }
      }
      for (const paper of await form.locator('input[type=radio][value=original]').all()) await paper.check()
      await form.locator('button.button:not(.button-quiet)').last().click()
      await page.waitForLoadState()
      assert.match(page.url(), /\/quay\/da-nhan\/\d+$/, await page.locator('main').innerText())
    })
    const late = new Promise((_, fail) => setTimeout(() => fail(new Error(`no mail came\n${city.log()}`)), 60_000).unref())
    // Others of the city may be told of something at this moment too.
    let mail
    do mail = await Promise.race([mails.next(), late]); while (!mail.to.includes('be.ba@example.vn'))
    assert.deepEqual(mail.to, ['be.ba@example.vn'])
    assert.equal(mail.user, USER)
    assert.match(header(mail.text, 'subject'), /hồ sơ/i)
    assert.doesNotMatch(city.log(), new RegExp(PASSWORD), 'the password stands in no log')
    await withPageNoJs({ baseURL: city.url }, async page => {
      await signIn(page, 'demo.quantri')
      await page.goto('/quan-tri/thu?thu=sent')
      assert.match(await page.locator('main').innerText(), /b•••@example\.vn/)
    })
  } finally {
    await city.stop()
    await mails.close()
  }
})
