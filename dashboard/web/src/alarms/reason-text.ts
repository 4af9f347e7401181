import { reasonIn } from '@hazardwatch/shared/service-reason'
import { spokenLanguage } from '../i18n/spoken.ts'

/** A recorded reason as it is shown: what the service gave as one in the language of the page, what a person wrote as it is. */
export const reasonText = (reason: string): string => reasonIn(spokenLanguage(), reason)
