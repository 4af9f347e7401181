/** The same sentence in each language that the service speaks. */
export interface Words {
  en: string
  zh: string
}

export type Language = keyof Words

/** @returns whether what a function gave is not what was asked for, but why it cannot be had. */
export const isWords = (value: unknown): value is Words => typeof value === 'object' && value !== null && 'en' in value && 'zh' in value

/** Names come in Chinese; English where somebody has given it. */
export const nameOf = (item: { name: string; nameEn?: string | undefined }, language: Language): string =>
  language === 'en' ? item.nameEn ?? item.name : item.name
