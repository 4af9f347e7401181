import type { Language, Words } from '@hazardwatch/shared/words'
import i18next from 'i18next'

/** @returns the language in which the page is at present. A component that shows what depends on it uses `useTranslation`, and so is drawn anew with another one. */
export const spokenLanguage = (): Language => (i18next.language === 'en' ? 'en' : 'zh')

/** @returns what was said in both languages, in that of the page. */
export const spoken = (words: Words): string => words[spokenLanguage()]
