import type { ReactElement } from 'react'
import type { RiskCounts } from '@hazardwatch/shared/risk'
import { useTranslation } from 'react-i18next'
import { displayLevels } from '../levels/level.ts'
import { LevelMark } from './level-mark.tsx'

/** How bad it is, in one line: sources by live level; dashes while nothing is known. */
export const LevelCounts = ({ counts, label }: { counts: RiskCounts | undefined; label: string }): ReactElement => {
  const { t } = useTranslation()
  return (
    <ul className="level-counts" aria-label={label} title={label}>
      {displayLevels.map((level) => (
        <li key={level} className={counts === undefined || counts[level] === 0 ? 'zero' : ''} data-testid={`count-${level}`}>
          <LevelMark level={level} word={t(`level.${level}`)} />
          <b>{counts?.[level] ?? '–'}</b>
        </li>
      ))}
    </ul>
  )
}
