import { expect, it } from 'vitest'
import { preferredLanguage } from './settings.ts'

it.each([
  ['nothing', [], 'zh'],
  ['Chinese', ['zh-CN', 'en'], 'zh'],
  ['English', ['en-GB', 'zh-CN'], 'en'],
  ['another first', ['de-DE', 'en-US'], 'en'],
  ['only others', ['ru-RU'], 'zh'],
])('prefers by the browser: %s', (_name, preferred, language) => {
  expect(preferredLanguage(preferred)).toBe(language)
})
