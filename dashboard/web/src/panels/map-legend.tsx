import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { displayLevels } from '../levels/level.ts'
import { LevelMark } from './level-mark.tsx'

/** What the colours, shapes and hatchings of the map mean, worst first. */
export const MapLegend = (): ReactElement => {
  const { t } = useTranslation()
  return (
    <section className="legend" aria-label={t('map.legend')}>
      <h3>{t('map.legend')}</h3>
      <ul>
        {displayLevels.map((level) => (
          <li key={level}>
            <span className={`patch area-${level}`} />
            <LevelMark level={level} word={t(`level.${level}`)} />
          </li>
        ))}
        <li>
          <span className="patch area-none" />
          <span className="word">{t('level.none')}</span>
        </li>
      </ul>
    </section>
  )
}
