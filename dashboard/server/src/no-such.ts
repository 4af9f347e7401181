import { HazardError } from '@hazardwatch/shared/error-codes'

/** @returns what is thrown when a list has no record of that key. */
export const noSuch = (list: string, key: string): HazardError => new HazardError('not_found', { en: `${list} has no ${key}`, zh: `${list} 中没有 ${key}` })
