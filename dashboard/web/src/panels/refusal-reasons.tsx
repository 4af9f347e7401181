import type { ReactElement } from 'react'
import { rejectionReasons, type RejectionReason } from '@hazardwatch/shared/rejection'
import { useTranslation } from 'react-i18next'

const isReason = (text: string): text is RejectionReason => rejectionReasons.some((reason) => reason === text)

/** Why messages or values were refused since the service started, the most frequent first, as bars with their numbers. */
export const RefusalReasons = ({ reasons, total }: { reasons: readonly (readonly [reason: string, count: number])[]; total: number }): ReactElement => {
  const { t } = useTranslation()
  return (
    <section className="panel refusals" aria-label={t('ingest.refusals')}>
      <h3>{t('ingest.refusals')}</h3>
      {reasons.length === 0 && <p className="empty">{t('ingest.noRefusals')}</p>}
      <ol>
        {reasons.map(([reason, count]) => (
          <li key={reason}>
            <span className="name">{isReason(reason) ? t(`refusal.${reason}`) : reason}</span>
            <span className="bar" aria-hidden="true">
              <i style={{ width: `${total === 0 ? 0 : (count / total) * 100}%` }} />
            </span>
            <b className="number">{count.toLocaleString('en-US')}</b>
          </li>
        ))}
      </ol>
    </section>
  )
}
