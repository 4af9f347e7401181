import { useEffect, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useFeedStore } from '../feed/feed-store.ts'
import { needPoints, useLedger } from '../ledger/ledger-store.ts'
import type { EnterpriseItem } from '../panels/enterprise-list.tsx'
import { LiveValue } from '../panels/live-value.tsx'
import { SourceCard } from '../panels/source-card.tsx'
import { selectPoint } from './commands.ts'
import { useSettings } from './settings.ts'
import { useSelectedPoint } from './use-selected.ts'
import { useView } from './view-store.ts'

/** One enterprise: its sources, why each has its colour, and its instruments with their live values. */
export const SourceDesk = ({ items }: { items: readonly EnterpriseItem[] }): ReactElement => {
  const { t } = useTranslation()
  const language = useSettings((settings) => settings.language)
  const { enterprise, source: chosen } = useView(({ place }) => place)
  const points = useLedger((ledger) => ledger.points)
  const risks = useFeedStore(({ feed }) => feed.sources)
  const presence = useFeedStore(({ feed }) => feed.presence)
  const minute = useFeedStore(({ now }) => Math.floor(now / 60_000) * 60_000)
  const selected = useSelectedPoint()
  useEffect(() => {
    if (enterprise !== null) needPoints([enterprise])
  }, [enterprise])
  const sources = (items[0]?.sources ?? []).filter(({ source }) => chosen === null || source.code === chosen)
  return (
    <div className="list-scroll" tabIndex={0} role="region" aria-label={t('ledger.sources')}>
      {sources.length === 0 && <p className="empty">{t('ledger.noSources')}</p>}
      {sources.map(({ source, level }) => (
        <SourceCard
          key={source.code}
          source={source}
          level={level}
          contributions={risks.get(`${source.enterprise}/${source.code}`)?.contributions ?? []}
          more={risks.get(`${source.enterprise}/${source.code}`)?.more ?? 0}
          now={minute}
          points={[...points.values()].filter((point) => point.enterprise === source.enterprise && point.source === source.code)}
          presence={presence}
          language={language}
          selected={selected}
          renderValue={(point) => <LiveValue point={point} />}
          onSelect={selectPoint}
        />
      ))}
    </div>
  )
}
