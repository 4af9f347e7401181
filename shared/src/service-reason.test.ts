import { expect, it } from 'vitest'
import { reasonIn, serviceReason } from './service-reason.ts'

it.each([
  [serviceReason('expired'), 'expired', '搁置到期'],
  [serviceReason('stands', 'E/TK-1/HH'), 'E/TK-1/HH stands', 'E/TK-1/HH 正在报警'],
  [serviceReason('standsNoMore', 'E/TK-1/HH'), 'E/TK-1/HH stands no more', 'E/TK-1/HH 已不再报警'],
  [serviceReason('operatingState', 'startup'), 'operating state startup', '运行状态 开车'],
  [serviceReason('offStage', 'PT-1', '0.2', '1', '…'), 'PT-1 = 0.2, armed from 1 to …', 'PT-1 = 0.2，投用区间 1 至 …'],
  [serviceReason('bumpTest', '王值班', 'carbon monoxide 60 [ppm]', '2026-01-01T00:00:00.000Z'), 'bump test by 王值班 with carbon monoxide 60 [ppm], ends by itself at 2026-01-01T00:00:00.000Z',
    '王值班 通气测试，carbon monoxide 60 [ppm]，至迟 2026-01-01T00:00:00.000Z 自动结束'],
  [`${serviceReason('operatingState', 'shutdown')}; 换泵`, 'operating state shutdown; 换泵', '运行状态 停车；换泵'],
  ['waits for a part', 'waits for a part', 'waits for a part'],
])('%s', (reason, en, zh) => {
  expect([reasonIn('en', reason), reasonIn('zh', reason)]).toEqual([en, zh])
})

it.each<['en' | 'zh', string]>([
  ['en', 'bump test by Li with <methane 20 %[LEL]>, ends by itself at <T>; bump test by me'],
  ['zh', 'Li 通气测试，<methane 20 %[LEL]>，至迟 <T> 自动结束；bump test by me'],
])('shows each part of what the service said as the reader has it, and leaves what a person wrote: %s', (language, said) => {
  const reason = `${serviceReason('bumpTest', 'Li', 'methane 20 %[LEL]', 'T')}; bump test by me`
  expect(reasonIn(language, reason, (part) => (part === 'Li' ? part : `<${part}>`))).toBe(said)
})
