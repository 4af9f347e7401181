import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDayTime, formatSeconds } from '../format/duration.ts'
import type { IngestFigures } from '../ingest/ingest-figures.ts'

interface Tile {
  name: string
  text: string
  unit: string
  /** In words what is wrong; null when nothing is. */
  trouble: string | null
}

/** Behind by more than this is worth a word. */
const LAG_MS = 5_000
/** A spool that is fuller than this will refuse before long. */
const FULL_SHARE = 0.8

const integer = (value: number): string => Math.round(value).toLocaleString('en-US')

/** How the ingest is: rate, lag, spool, refusals; what is wrong is said in words. */
export const IngestStrip = ({ figures }: { figures: IngestFigures | undefined }): ReactElement => {
  const { t } = useTranslation()
  const rate = (value: number | null | undefined): string => (value === null || value === undefined ? '–' : integer(value))
  const seconds = (ms: number | undefined): string => (ms === undefined ? '–' : formatSeconds(ms))
  const late = (ms: number | undefined): string | null => (ms !== undefined && ms > LAG_MS ? t('ingest.behind') : null)
  const lostAt = figures?.sessionLostAt ?? null
  const sessionLost = lostAt === null ? null : t('ingest.sessionLost', { at: formatDayTime(lostAt) })
  const brokerTrouble = figures?.brokerConnected === false ? t('ingest.brokerAway') : sessionLost
  const tiles: Tile[] = [
    { name: t('ingest.broker'), text: figures === undefined ? '–' : t(figures.brokerConnected ? 'ingest.connected' : 'ingest.away'), unit: '', trouble: brokerTrouble },
    { name: t('ingest.readings'), text: rate(figures?.readingsPerS), unit: t('ingest.perSecond'), trouble: null },
    { name: t('ingest.messages'), text: rate(figures?.messagesPerS), unit: t('ingest.perSecond'), trouble: null },
    { name: t('ingest.engineLag'), text: seconds(figures?.engineLagMs), unit: t('ingest.second'), trouble: late(figures?.engineLagMs) },
    { name: t('ingest.storeLag'), text: seconds(figures?.storeLagMs), unit: t('ingest.second'), trouble: figures?.storeFailing === true ? t('ingest.storeAway') : late(figures?.storeLagMs) },
    {
      name: t('ingest.backlog'), text: seconds(figures?.backlogMs), unit: t('ingest.second'),
      trouble: figures !== undefined && figures.backlogRecords > 0 ? t('ingest.draining', { records: integer(figures.backlogRecords) }) : null,
    },
    {
      name: t('ingest.spool'), text: figures === undefined ? '–' : (figures.spoolShare * 100).toFixed(1), unit: '%',
      trouble: figures?.spoolFailing === true ? t('ingest.spoolFailing') : figures !== undefined && figures.spoolShare > FULL_SHARE ? t('ingest.spoolFull') : null,
    },
    { name: t('ingest.refused'), text: figures === undefined ? '–' : integer(figures.refused), unit: t('ingest.sinceStart'), trouble: null },
  ]
  return (
    <dl className="ingest-strip" aria-label={t('ingest.health')}>
      {tiles.map(({ name, text, unit, trouble }) => (
        <div key={name} className={trouble === null ? '' : 'trouble'}>
          <dt>{name}</dt>
          <dd>
            <b className="number">{text}</b> <small>{unit}</small>
            {trouble !== null && <em>▲ {trouble}</em>}
          </dd>
        </div>
      ))}
    </dl>
  )
}
