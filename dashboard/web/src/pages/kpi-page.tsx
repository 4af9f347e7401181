import { useEffect, useMemo, type ReactElement } from 'react'
import type { AlarmKpis } from '@hazardwatch/shared/alarm-kpis'
import { pointKey } from '@hazardwatch/shared/ids'
import { useTranslation } from 'react-i18next'
import { fetchKpis } from '../api/calls.ts'
import { problemText } from '../api/problem.ts'
import { formatDayTime, formatDuration, formatTimeOfDay } from '../format/duration.ts'
import { nameOf } from '../i18n/setup.ts'
import { badActors } from '../kpis/bad-actors.ts'
import { judgeKpis, judgePriorities, kpiTargets } from '../kpis/judge-kpis.ts'
import { needPoints, useLedger } from '../ledger/ledger-store.ts'
import { BadActorTable } from '../panels/bad-actor-table.tsx'
import { FloodTable } from '../panels/flood-table.tsx'
import { KpiTiles } from '../panels/kpi-tiles.tsx'
import { PriorityShares } from '../panels/priority-shares.tsx'
import { RateChart } from '../panels/rate-chart.tsx'
import { RegionChoice } from '../panels/region-choice.tsx'
import { TabLinks } from '../panels/tab-links.tsx'
import { formatPage } from '../place/page.ts'
import { useSettings } from './settings.ts'
import { usePolled } from './use-polled.ts'
import { useRegionChoices } from './use-region-choices.ts'
import { useView } from './view-store.ts'
import '../theme/ingest.css'
import '../theme/kpis.css'

const HOUR_MS = 3_600_000
/** A watch of eight hours; the longer the time, the seldomer it is asked for. */
const ranges = { watch: { hours: 8, everyMs: 15_000 }, day: { hours: 24, everyMs: 30_000 }, week: { hours: 168, everyMs: 120_000 } } as const
const rangeNames = ['watch', 'day', 'week'] as const

/** How the alarm system does for its operators, after EEMUA 191 and ISA-18.2. */
export const KpiPage = (): ReactElement => {
  const { t } = useTranslation()
  const language = useSettings((settings) => settings.language)
  const [asked, askedRegion] = useView((view) => view.pagePath)
  const place = useView((view) => view.place)
  const range = rangeNames.find((name) => name === asked) ?? 'watch'
  const region = askedRegion ?? place.region
  const { hours, everyMs } = ranges[range]
  const choices = useRegionChoices(region)
  const { answer, problem } = usePolled(`${range} ${region}`, (now) => fetchKpis(region, now - hours * HOUR_MS, now), everyMs)
  return (
    <main className="page kpi-page" data-testid="kpi-page">
      <h2 className="unseen">{t('page.kpis')}</h2>
      <div role="status">{problem !== null && <p className="notice">{t('kpi.old', { problem: problemText(problem, language) })}</p>}</div>
      <div className="scope">
        <TabLinks label={t('kpi.range')} current={range} tabs={rangeNames.map((name) => ({ key: name, text: t(`kpi.range_${name}`), href: formatPage('kpis', name, region) }))} />
        <RegionChoice label={t('kpi.region')} region={region} choices={choices} language={language} onChoose={(code) => location.assign(formatPage('kpis', range, code))} />
      </div>
      {answer === undefined ? problem === null && <p className="empty">{t('app.loading')}</p> : <Figures kpis={answer.value} />}
    </main>
  )
}

const Figures = ({ kpis }: { kpis: AlarmKpis }): ReactElement => {
  const { t } = useTranslation()
  const language = useSettings((settings) => settings.language)
  const { enterprises, points } = useLedger()
  const actors = useMemo(() => badActors(kpis), [kpis])
  useEffect(() => {
    needPoints(actors.map((actor) => actor.enterprise))
  }, [actors])
  const rows = actors.map((actor) => {
    const point = points.get(pointKey(actor.enterprise, actor.point))
    const owner = enterprises.get(actor.enterprise)
    return { actor, name: point === undefined ? actor.point : `${nameOf(point, language)} ${actor.point}`, owner: owner === undefined ? actor.enterprise : nameOf(owner, language), unit: point?.unit ?? '' }
  })
  const [from, to] = [Date.parse(kpis.from), Date.parse(kpis.to)]
  const floods = kpis.floods.toReversed().map(({ since, until, alarms }) => {
    const [begin, end] = [Date.parse(since), until === null ? to : Date.parse(until)]
    return { key: since, when: `${formatDayTime(begin)} – ${formatTimeOfDay(end)}`, lasted: formatDuration(end - begin, t('alarms.day')), alarms }
  })
  return (
    <>
      <p className="soft">{t('kpi.intro', { from: formatDayTime(from), to: formatDayTime(to), count: kpis.alarms, operators: kpis.operators })}</p>
      <KpiTiles figures={judgeKpis(kpis)} />
      <section className="panel" aria-label={t('kpi.course')}>
        <h3>{t('kpi.course')}</h3>
        <RateChart
          course={kpis.course}
          limit={kpiTargets.peak * kpis.operators}
          times={[from, (from + to) / 2, to].map(formatDayTime)}
          label={t('kpi.courseLabel', { peak: kpis.peakTenMinutes, at: kpis.peakAt === null ? '–' : formatDayTime(Date.parse(kpis.peakAt)), limit: kpiTargets.peak * kpis.operators })}
        />
      </section>
      <div className="pair">
        <PriorityShares rows={judgePriorities(kpis)} />
        <FloodTable floods={floods} />
      </div>
      <BadActorTable rows={rows} />
      {isCut(kpis) && <p className="soft">{t('kpi.worstOnly', { chattering: kpis.chattering.length, fleeting: kpis.fleeting.length })}</p>}
    </>
  )
}

/** Whether there are more nuisances than are listed. */
const isCut = ({ chattering, chatteringCount, fleeting, fleetingCount }: AlarmKpis): boolean => chatteringCount > chattering.length || fleetingCount > fleeting.length
