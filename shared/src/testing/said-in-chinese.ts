import { expect } from 'vitest'

/** A sentence in Chinese, in which no English one was left: names of fields stay, but three English words in a row are none. */
export const saidInChinese: unknown = expect.stringMatching(/^(?!.*\b[a-z]+ [a-z]+ [a-z]+\b).*\p{Script=Han}/su)
