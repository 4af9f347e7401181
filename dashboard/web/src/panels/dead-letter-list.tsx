import type { ReactElement } from 'react'
import { Button } from 'antd'
import type { DeadLetter } from '@hazardwatch/shared/dead-letters'
import { rejectionReasons } from '@hazardwatch/shared/rejection'
import { useTranslation } from 'react-i18next'
import { formatMoment } from '../format/duration.ts'
import type { Language } from '../i18n/setup.ts'

export interface DeadLetterListProps {
  letters: readonly DeadLetter[]
  /** Epoch ms. */
  now: number
  busy: boolean
  language: Language
  /** What the last replay did. */
  done: string | null
  onReplay(): void
}

/** Messages as they came, with why they were refused. */
export const DeadLetterList = ({ letters, now, busy, language, done, onReplay }: DeadLetterListProps): ReactElement => {
  const { t } = useTranslation()
  return (
    <section className="panel letters" aria-label={t('ingest.tab_letters')}>
      <header>
        <p className="soft">{t('letters.intro')}</p>
        <Button size="small" disabled={letters.length === 0} loading={busy} onClick={onReplay} data-testid="replay">
          {t('letters.replay')}
        </Button>
      </header>
      <div role="status">{done !== null && <p className="notice quiet">{done}</p>}</div>
      {letters.length === 0 && <p className="empty">{t('letters.none')}</p>}
      <ul>
        {letters.map((letter) => (
          <li key={letter.id} data-testid="letter">
            <p>
              <b>{letter.topic}</b> <small className="number">{formatMoment(Date.parse(letter.at), now)}</small>{' '}
              <span>
                {rejectionReasons
                  .filter((reason) => (letter.reasons[reason] ?? 0) > 0)
                  .map((reason) => `${t(`refusal.${reason}`)} ${letter.reasons[reason] ?? 0}`)
                  .join(' · ')}
              </span>
            </p>
            {letter.first !== null && <p className="soft">{language === 'zh' ? letter.first.detailZh ?? letter.first.detail : letter.first.detail}</p>}
            <pre tabIndex={0} aria-label={t('letters.payload')}>
              <code>
                {letter.payload}
                {letter.truncated ? ' …' : ''}
              </code>
            </pre>
          </li>
        ))}
      </ul>
    </section>
  )
}
