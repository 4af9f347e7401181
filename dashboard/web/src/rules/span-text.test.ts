import i18next from 'i18next'
import { beforeAll, expect, it } from 'vitest'
import { en } from '../i18n/en.ts'
import { spanText } from './span-text.ts'

const texts = i18next.createInstance()
beforeAll(() => texts.init({ resources: { en: { translation: en } }, lng: 'en' }))

it.each([[60, '1 min'], [90, '1 min 30 s'], [5_400, '1 h 30 min'], [28_800, '8 h'], [604_800, '7 d'], [90_000, '1 d 1 h'], [90_001, '90001 s'], [3_661, '3661 s'], [60.5, '1 min 0.5 s']])('%d s is %s', (seconds, text) => {
  expect(spanText(seconds, texts.t)).toBe(text)
})
