import { isLimit } from '@hazardwatch/shared/alarm-rule'
import { useMemo, type ReactElement } from 'react'
import type { Alarm } from '@hazardwatch/shared/alarm'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { ModelPicture } from '@hazardwatch/shared/model-picture'
import { joinReadings } from '../charts/join-readings.ts'
import type { Trend as TrendData, TrendMoment } from '../charts/trend-option.ts'
import { useFeedStore, usePictureSecond } from '../feed/feed-store.ts'
import { useLedger } from '../ledger/ledger-store.ts'
import { courseEnd } from '../model/picture-window.ts'
import { rangeMs } from '../panels/face-plate.tsx'
import { Trend } from '../panels/trend.tsx'
import { ruleOnPoint } from '../rules/rule-reach.ts'
import { palettes } from '../theme/palette.ts'
import { useSettings } from './settings.ts'
import type { PointFile } from './use-point-file.ts'
import { useView } from './view-store.ts'

/** Limits go by their letters, as at their lines. What came late was never told, and must not look as if it had been. */
const momentsOf = (alarms: readonly Alarm[], t: TFunction): TrendMoment[] =>
  alarms.flatMap(({ kind, raisedAt, clearedAt, late }) => {
    const word = isLimit(kind) ? kind : t(`kind.${kind}`)
    const name = late ? t('alarms.cameLate', { name: word }) : word
    return [{ at: Date.parse(raisedAt), what: 'raised' as const, name }, ...(clearedAt === null ? [] : [{ at: Date.parse(clearedAt), what: 'cleared' as const, name }])]
  })

interface PointTrendProps {
  point: string
  name: string
  file: PointFile | undefined
  /** Epoch ms at which the window ends for good; null = it goes with the time. */
  end: number | null
  picture: ModelPicture | undefined
}

/** The stored readings of a point continued by the live ones, with its limits and the moments of its alarms. */
export const PointTrend = ({ point, name, file, end: fixed, picture }: PointTrendProps): ReactElement => {
  const { t } = useTranslation()
  const theme = useSettings((settings) => settings.theme)
  const range = useView((view) => view.range)
  const known = useLedger((ledger) => ledger.points.get(point))
  const live = useFeedStore(({ feed }) => feed.readings.get(point))
  const open = useFeedStore(({ feed }) => feed.alarms)
  const second = usePictureSecond()
  // The window moves on by a pixel or so at a time, not with every second of a day.
  const step = Math.max(1_000, rangeMs[range] / 900)
  const to = Math.ceil(second / step) * step
  const trend = useMemo((): TrendData => {
    const last = fixed ?? Math.max(to, live?.at(-1)?.[0] ?? 0)
    const from = last - rangeMs[range]
    const end = courseEnd(from, last, picture?.courses.map(({ reachesAt }) => reachesAt) ?? [])
    const stored = new Map((file?.alarms ?? []).map((alarm) => [alarm.id, alarm]))
    for (const alarm of open.values()) if (`${alarm.enterprise}/${alarm.point}` === point) stored.set(alarm.id, alarm)
    return {
      readings: joinReadings(file?.history ?? [], live ?? [], from).filter(([time]) => time < end),
      limits: (file?.rules ?? []).filter((rule) => rule.enabled && isLimit(rule.kind)).flatMap((rule) => {
        const limit = ruleOnPoint(rule, known)?.limit ?? null
        return limit === null ? [] : [{ kind: rule.kind, limit }]
      }),
      moments: momentsOf([...stored.values()], t),
      from,
      to: end,
      palette: palettes[theme],
    }
  }, [file, live, open, point, known, range, to, fixed, picture, theme, t])
  return <Trend trend={trend} name={name} picture={picture} />
}
