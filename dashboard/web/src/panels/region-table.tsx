import type { ReactElement } from 'react'
import type { RiskCounts } from '@hazardwatch/shared/risk'
import { useTranslation } from 'react-i18next'
import { type AreaLevel, displayLevels, romans } from '../levels/level.ts'
import { formatPlace } from '../place/place.ts'
import { LevelMark, LevelShape } from './level-mark.tsx'

export interface RegionRow {
  adcode: string
  name: string
  /** Prefecture, when it says more than the name. */
  above: string
  level: AreaLevel
  counts: RiskCounts
}

/** The map as a table: the same counties, the same levels, reachable by keyboard. */
export const RegionTable = ({ rows }: { rows: readonly RegionRow[] }): ReactElement => {
  const { t } = useTranslation()
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={t('map.table')}>
      <table className="region-table" data-testid="region-table">
        <thead>
          <tr>
            <th scope="col">{t('map.region')}</th>
            <th scope="col">{t('map.level')}</th>
            {displayLevels.map((level) => (
              <th key={level} scope="col" className="number">
                <LevelShape level={level} size={12} /> <span aria-hidden="true">{romans[level]}</span>
                <span className="unseen">{t(`level.${level}`)}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ adcode, name, above, level, counts }) => (
            <tr key={adcode} className={level === 'none' ? 'quiet' : ''} data-adcode={adcode}>
              <th scope="row">
                <a href={formatPlace({ region: adcode, enterprise: null, source: null })}>{name}</a> <small>{above}</small>
              </th>
              <td>{level === 'none' ? t('level.none') : <LevelMark level={level} word={t(`level.${level}`)} />}</td>
              {displayLevels.map((column) => (
                <td key={column} className="number">
                  {counts[column] === 0 ? '·' : counts[column]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
