import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { valueOf } from '../charts/join-readings.ts'
import { useFeedStore, usePictureSecond } from '../feed/feed-store.ts'
import { formatDuration } from '../format/duration.ts'
import { formatValue } from '../format/number.ts'

/** The newest value of a point, ENT/TAG; redraws alone. `fallback` stands in until the feed has sent one. */
export const LiveValue = ({ point, fallback }: { point: string; fallback?: number }): ReactElement => {
  const latest = useFeedStore(({ feed }) => feed.readings.get(point)?.at(-1))
  return <>{latest === undefined ? formatValue(fallback) : formatValue(valueOf(latest))}</>
}

/** Time since a moment, counting with the clock of the server and standing still with a dead feed. `to`: when it ended. */
export const Elapsed = ({ since, to }: { since: string; to: string | null }): ReactElement => {
  const { t } = useTranslation()
  const now = usePictureSecond()
  return <>{formatDuration((to === null ? now : Date.parse(to)) - Date.parse(since), t('alarms.day'))}</>
}
