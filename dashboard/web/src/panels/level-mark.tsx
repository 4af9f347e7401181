import type { ReactElement } from 'react'
import type { RiskLevel } from '@hazardwatch/shared/risk'
import { romans } from '../levels/level.ts'

const outlines: Readonly<Record<RiskLevel, string>> = {
  red: 'M8 0.8 15.2 8 8 15.2 0.8 8Z',
  orange: 'M8 1.2 15.4 14.6H0.6Z',
  yellow: 'M1.6 1.6H14.4V14.4H1.6Z',
  blue: 'M8 1.2a6.8 6.8 0 1 0 .01 0Z',
  unknown: 'M1.6 1.6H14.4V14.4H1.6Z',
}

/** The shape of a level in its colour. Decoration only: numeral and word stand beside it. */
export const LevelShape = ({ level, size = 16 }: { level: RiskLevel; size?: number }): ReactElement => (
  <svg className={`level-shape level-${level}`} width={size} height={size} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
    <path d={outlines[level]} />
    {level === 'unknown' && <path className="hatching" d="M2 7 7 2M2 12.5 12.5 2M4 14 14 4M9 14 14 9" />}
  </svg>
)

/** Shape, numeral and word together, the form in which a level is written in this page. */
export const LevelMark = ({ level, word }: { level: RiskLevel; word: string }): ReactElement => (
  <span className="level-mark">
    <LevelShape level={level} size={14} />
    <span className="roman">{romans[level]}</span>
    <span className="word">{word}</span>
  </span>
)
