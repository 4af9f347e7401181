import type { ReactElement } from 'react'
import { FEED_DEAD_MS } from '@hazardwatch/shared/feed-message'
import { useTranslation } from 'react-i18next'
import type { FeedLink } from '../feed/feed-socket.ts'
import type { Liveness } from '../feed/liveness.ts'
import { formatSeconds } from '../format/duration.ts'

export interface FeedBadgeProps {
  liveness: Liveness
  link: FeedLink
  /** ms since the last message; null before the first. */
  ageMs: number | null
  /** ms since the newest reading of any point was judged; null = none. */
  readingAgeMs: number | null
  engineLagMs: number | null
}

/** How live the screen is: connection, ages with one decimal, lag of the engine. Always there. */
export const FeedBadge = ({ liveness, link, ageMs, readingAgeMs, engineLagMs }: FeedBadgeProps): ReactElement => {
  const { t } = useTranslation()
  const waiting = link.phase === 'waiting' || (link.phase === 'connecting' && link.attempts > 0)
  const word = liveness === 'never' ? t('feed.never') : liveness === 'dead' ? t('feed.dead') : waiting ? t('feed.waiting') : t('feed.live')
  // The connection may be well while no instrument speaks any more: said apart, or it would pass for live data.
  const stale = liveness === 'live' && readingAgeMs !== null && readingAgeMs > FEED_DEAD_MS
  return (
    <div
      className={`feed-badge is-${waiting && liveness === 'live' ? 'waiting' : liveness}`}
      role="group"
      aria-label={t('feed.label')}
      data-testid="feed-badge"
      data-liveness={liveness}
    >
      <span className="dot" aria-hidden="true" />
      <span className="now">{word}</span>
      {ageMs !== null && (
        <span className="number" title={t('feed.age')}>
          {t('feed.seconds', { value: formatSeconds(ageMs) })}
        </span>
      )}
      {engineLagMs !== null && (
        <>
          <span className={stale ? 'detail stale' : 'detail'}>
            {stale ? t('feed.staleReadings') : t('feed.readings')}{' '}
            <span className="number">{readingAgeMs === null ? t('feed.noReadings') : t('feed.seconds', { value: formatSeconds(readingAgeMs) })}</span>
          </span>
          <span className="detail">
            {t('feed.engine')} <span className="number">{Math.round(engineLagMs)} ms</span>
          </span>
        </>
      )}
    </div>
  )
}
