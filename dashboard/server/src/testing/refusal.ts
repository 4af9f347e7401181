import { HazardError, type ErrorCode } from '@hazardwatch/shared/error-codes'

/** A refusal of a fake, which says the same in both languages. */
export const refusal = (code: ErrorCode, text: string, place?: HazardError['place']): HazardError => new HazardError(code, { en: text, zh: text }, place)
