import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { Liveness } from '../feed/liveness.ts'
import { formatTimeOfDay } from '../format/duration.ts'

export interface DeadBarProps {
  liveness: Liveness
  /** Whole seconds since the last message. */
  seconds: number
  /** Server's time of the picture, epoch ms. */
  pictureAt: number
  attempts: number
}

/** Says that the screen is not the present. The alert is spoken once: the counting seconds are not part of it. */
export const DeadBar = ({ liveness, seconds, pictureAt, attempts }: DeadBarProps): ReactElement => {
  const { t } = useTranslation()
  const spoken = liveness === 'dead' ? t('dead.bar', { seconds: 10, time: formatTimeOfDay(pictureAt) }) : ''
  return (
    <>
      <p className="unseen" role="alert">
        {spoken}
      </p>
      {liveness !== 'live' && (
        <div className={`dead-bar is-${liveness}`} data-testid="dead-bar">
          <strong>{liveness === 'never' ? t('dead.never') : t('dead.bar', { seconds, time: formatTimeOfDay(pictureAt) })}</strong>
          <span>
            {attempts > 0 ? t('dead.retrying', { count: attempts }) : t('feed.connecting')}
            {liveness === 'dead' && <> · {t('dead.advice')}</>}
          </span>
        </div>
      )}
    </>
  )
}
