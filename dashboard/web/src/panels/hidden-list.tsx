import type { ReactElement, ReactNode } from 'react'
import type { AlarmOverlay } from '@hazardwatch/shared/alarm-overlay'
import { useTranslation } from 'react-i18next'
import { hidingEnd } from '../alarms/hidden-alarms.ts'

export interface HiddenRow {
  overlay: AlarmOverlay
  /** Point and its owner in the operator's language. */
  what: string
  where: string
  /** How it is hidden, why, and by whom. */
  state: string
  why: string
  by: string
  /** Time left, or since when. */
  time: ReactNode
}

export interface HiddenListProps {
  rows: readonly HiddenRow[]
  enabled: boolean
  onBringBack(overlay: AlarmOverlay): void
}

/** What is shelved, suppressed or out of service: nothing is hidden without standing here, with who did it, why and until when. */
export const HiddenList = ({ rows, enabled, onBringBack }: HiddenListProps): ReactElement => {
  const { t } = useTranslation()
  return (
    <div className="alarm-scroll hidden-list" tabIndex={0} role="region" aria-label={t('hide.list')} data-testid="hidden-list">
      {rows.length === 0 && <p className="empty">{t('hide.none')}</p>}
      <ul>
        {rows.map(({ overlay, what, where, state, why, by, time }) => (
          <li key={`${overlay.state} ${overlay.rule} ${overlay.point}`} data-testid="hidden-row">
            <span className="state">{state}</span>
            <span>
              <b>{what}</b>
              <small>{where}</small>
            </span>
            <span>
              {why}
              <small>{by}</small>
            </span>
            <span className="number">{time}</span>
            {hidingEnd(overlay) === 'withTest' && <small>{t('hiding.endsWithTest')}</small>}
            {hidingEnd(overlay) === 'byHand' && (
              <button type="button" className="acknowledge" disabled={!enabled} onClick={() => onBringBack(overlay)}>
                {t('hide.bringBack')}
              </button>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}
