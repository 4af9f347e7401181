import { riskLevels, type RiskCounts, type RiskLevel } from '@hazardwatch/shared/risk'

/** A level of an area: `none` = no hazard source lies in it. */
export type AreaLevel = RiskLevel | 'none'

/** Roman numeral of each level, the second sign beside its colour (WCAG 1.4.1). */
export const romans: Readonly<Record<RiskLevel, string>> = { red: 'I', orange: 'II', yellow: 'III', blue: 'IV', unknown: '?' }

/** Shape of each level as a character, for texts that cannot carry a drawing (labels of the map, the page title). */
export const glyphs: Readonly<Record<RiskLevel, string>> = { red: '◆', orange: '▲', yellow: '■', blue: '●', unknown: '▨' }

/** Order of display, worst first. Not the order of severity, in which `unknown` stands above blue. */
export const displayLevels: readonly RiskLevel[] = ['red', 'orange', 'yellow', 'blue', 'unknown']

/** @returns 0 for the worst; `none` comes last. */
export const levelRank = (level: AreaLevel): number => (level === 'none' ? riskLevels.length : riskLevels.indexOf(level))

/** @returns the worst of the levels, `none` when there are none. */
export const worstLevel = (levels: readonly AreaLevel[]): AreaLevel =>
  levels.reduce<AreaLevel>((worst, level) => (levelRank(level) < levelRank(worst) ? level : worst), 'none')

/** Whether a level asks for attention: everything but low and "nothing there". */
export const isAbnormal = (level: AreaLevel): boolean => level !== 'blue' && level !== 'none'

export const noCounts: RiskCounts = { red: 0, orange: 0, yellow: 0, blue: 0, unknown: 0 }
