// Both ways of a conversation about a dossier: the applicant asks, the desk answers and asks for a correction, the applicant
// answers with a paper, and neither side has a message left unread.

import { test } from 'node:test'
import { useBrowser } from '../lib/browser.js'
import { fill, follow, onward, PAPER, press, says, text } from '../lib/forms.js'
import { together } from '../lib/people.js'

useBrowser()

test('a question is answered, a correction asked for and made', () =>
  together(['demo.dan', 'demo.motcua'], async ({ 'demo.dan': citizen, 'demo.motcua': clerk }) => {
    await citizen.goto('/cua-toi')
    const row = citizen.locator('main tbody tr', { hasText: 'Cấp bản sao giấy tờ hộ tịch' }).filter({ hasText: 'quận Ninh Kiều' })
    await onward(citizen, row.locator('a[href^="/theo-doi/"]').first())
    await follow(citizen, /Trao đổi với cơ quan/)
    const talk = citizen.url()
    const code = (await text(citizen)).match(/[A-Z]{2}\.[\d.]+H13\.[\d.]+/)[0]
    await press(citizen, 'Gửi')
    await says(citizen, 'Hãy điền mục này')
    await fill(citizen, { noi_dung: 'Tôi muốn nhận hai bản sao thay vì một bản, có phải nộp lại không?' })
    await press(citizen, 'Gửi')
    await says(citizen, 'hai bản sao')

    await clerk.goto(`/trao-doi?q=${code}`)
    await onward(clerk, clerk.locator('main table').getByRole('link', { name: code, exact: true }).first())
    await says(clerk, 'Tôi muốn nhận hai bản sao')
    await fill(clerk, { loai: 'message', noi_dung: 'Không phải nộp lại; cơ quan ghi hai bản.' })
    await press(clerk, 'Gửi')
    await fill(clerk, { loai: 'correction', noi_dung: 'Xin ghi lại số bản cần cấp.', han: '2015-09-18' })
    await clerk.getByLabel('Số bản cần cấp').check()
    await press(clerk, 'Gửi')
    await says(clerk, 'Số bản cần cấp')

    await citizen.goto('/cua-toi/trao-doi')
    await says(citizen, 'Chờ sửa')
    await citizen.goto(talk)
    await says(citizen, 'cơ quan ghi hai bản')
    await says(citizen, '18/09/2015')
    await fill(citizen, { noi_dung: 'Số bản: 2. Tôi gửi kèm giấy đề nghị đã sửa.', tep: PAPER })
    await press(citizen, 'Gửi')
    await clerk.reload()
    await says(clerk, 'Tôi gửi kèm giấy đề nghị đã sửa')
    await says(clerk, PAPER.name)
  }))
