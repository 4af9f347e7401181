import type { ReactElement } from 'react'
import type { Enterprise, SourceView } from '@hazardwatch/shared/ledger'
import type { RiskLevel } from '@hazardwatch/shared/risk'
import { useTranslation } from 'react-i18next'
import { nameOf, type Language } from '../i18n/setup.ts'
import type { AreaLevel } from '../levels/level.ts'
import { formatPlace } from '../place/place.ts'
import { LevelMark } from './level-mark.tsx'

export interface EnterpriseItem {
  enterprise: Enterprise
  /** Name of the county it lies in. */
  county: string
  level: AreaLevel
  sources: readonly { source: SourceView; level: RiskLevel }[]
}

/** The enterprises of a region and their hazard sources, worst first. */
export const EnterpriseList = ({ items, language }: { items: readonly EnterpriseItem[]; language: Language }): ReactElement => {
  const { t } = useTranslation()
  if (items.length === 0) return <p className="empty">{t('map.noEnterprises')}</p>
  return (
    <ul className="enterprise-list" aria-label={t('ledger.enterprises')}>
      {items.map(({ enterprise, county, level, sources }) => (
        <li key={enterprise.code}>
          <a
            className="enterprise"
            href={formatPlace({ region: enterprise.region, enterprise: enterprise.code, source: null })}
            data-enterprise={enterprise.code}
          >
            <span className="name">{nameOf(enterprise, language)}</span>
            <small>
              {t(`industry.${enterprise.industry}`)} · {county}
            </small>
            {level === 'none' ? <span className="word">{t('ledger.noSources')}</span> : <LevelMark level={level} word={t(`level.${level}`)} />}
          </a>
          <ul>
            {sources.map(({ source, level: sourceLevel }) => (
              <li key={source.code}>
                <a className="source" href={formatPlace({ region: enterprise.region, enterprise: enterprise.code, source: source.code })}>
                  <span className="name">{nameOf(source, language)}</span>
                  <LevelMark level={sourceLevel} word={t(`level.${sourceLevel}`)} />
                </a>
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  )
}
