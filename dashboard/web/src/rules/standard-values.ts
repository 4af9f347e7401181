import type { RuleKind } from '@hazardwatch/shared/rule-parameters'
import type { RuleDraft, RuleField } from './rule-draft.ts'

/** What counts where a field is left out, by kind; as the contract says. */
const ofKind: Partial<Record<RuleKind, { readonly [Field in RuleField]?: string }>> = {
  rate: { direction: 'either' },
  deviation: { direction: 'either' },
  baseline: { direction: 'up', riseS: '43200', fallS: '21600', warmUpS: '1800' },
  anomaly: { panel: 'cheap', severity: '0.6' },
  flatline: { tolerance: '0', minReadings: '10' },
  count: { direction: 'up' },
  accumulated: { direction: 'up' },
  vote: { direction: 'up' },
  video: { holdS: '300' },
  forecast: { direction: 'up', confidence: '0.9', method: 'slope' },
  health: { windowS: '3600', minReadings: '30' },
  changepoint: { confidence: '0.97' },
  multivariate: { limit: '1.2', deadband: '0.2' },
}

const ofAll: { readonly [Field in RuleField]?: string } = { deadband: '0', onDelayS: '0', offDelayS: '0' }

/** Up to this many seconds between readings, the windows of an anomaly panel are shorter than most of what a plant does. */
const FAST_S = 10

/** @returns whether a point is read so often that means of a minute judge it better (docs/early-warning.md). @param intervalS null = not known */
export const wantsMeans = ({ kind, everyS = '' }: RuleDraft, intervalS: number | null): boolean => kind === 'anomaly' && everyS === '' && intervalS !== null && intervalS <= FAST_S

/** @returns what counts where a field is left out; empty: nothing in particular. */
export const standardValue = (field: RuleField, { kind, horizonS = '' }: RuleDraft): string => {
  if (kind === 'forecast' && field === 'windowS') return Number(horizonS) > 0 ? String(2 * Number(horizonS)) : ''
  return (ofKind as Readonly<Record<string, { readonly [Field in RuleField]?: string } | undefined>>)[kind ?? '']?.[field] ?? ofAll[field] ?? ''
}
