import { decodePart } from './decode-part.ts'

/** Where the operator looks: a region, or an enterprise in it, or a source of that. */
export interface Place {
  region: string
  enterprise: string | null
  source: string | null
}

/** Reads `#/220881/DEMO-NH3/S1`. What cannot be read leads home. */
export const parsePlace = (hash: string, home: string): Place => {
  const [region, enterprise, source] = hash.replace(/^#\/?/, '').split('/').map(decodePart)
  if (region === undefined || !/^\d{6}$/.test(region)) return { region: home, enterprise: null, source: null }
  const named = enterprise === undefined || enterprise === '' ? null : enterprise
  return { region, enterprise: named, source: named === null || source === undefined || source === '' ? null : source }
}

/** The other way round; a bookmark of what is on the screen. */
export const formatPlace = (place: Place): string =>
  `#/${[place.region, place.enterprise, place.source].filter((part) => part !== null).map(encodeURIComponent).join('/')}`
