import { serviceReason } from '@hazardwatch/shared/service-reason'
import i18next from 'i18next'
import { beforeAll, describe, expect, it } from 'vitest'
import { formatMoment } from '../format/duration.ts'
import { startTexts } from '../i18n/setup.ts'
import { reasonText } from './reason-text.ts'

const END = '2026-11-22T03:10:00.000Z'
const now = Date.parse('2026-11-22T03:00:00.000Z')
const local = formatMoment(Date.parse(END), now)
const test = serviceReason('bumpTest', 'Li', 'carbon monoxide 60 [ppm]', END)

describe('reasonText', () => {
  beforeAll(() => startTexts('en'))

  it.each([
    ['en', test, `bump test by Li with Carbon monoxide 60 ppm, ends by itself at ${local}`],
    ['zh', test, `Li 通气测试，一氧化碳 60 ppm，至迟 ${local} 自动结束`],
    ['en', serviceReason('bumpTest', 'Li', 'forming gas 2.5 1', END), `bump test by Li with forming gas 2.5, ends by itself at ${local}`],
    ['en', serviceReason('offStage', 'PT-1', '0.2', '1', '…'), 'PT-1 = 0.2, armed from 1 to …'],
    ['en', `valve 60 [ppm] until ${END}`, `valve 60 [ppm] until ${END}`],
  ])('%s: %s', async (language, reason, shown) => {
    await i18next.changeLanguage(language)
    expect(reasonText(reason, now)).toBe(shown)
  })
})
