import type { ReactElement } from 'react'
import type { ConnectionHelp, ConnectionWay } from '@hazardwatch/shared/connection-help'
import { useTranslation } from 'react-i18next'
import type { Language } from '../i18n/setup.ts'
import { CopyLine } from './copy-line.tsx'

/** How to connect, one card a format: address, topic, profile, and lines that work as they stand. */
export const ConnectionWays = ({ help, language }: { help: ConnectionHelp; language: Language }): ReactElement => (
  <div className="ways">
    {help.ways.map((way) => (
      <Way key={way.kind} way={way} language={language} />
    ))}
  </div>
)

const Way = ({ way, language }: { way: ConnectionWay; language: Language }): ReactElement => {
  const { t } = useTranslation()
  return (
    <article className="panel" data-testid={`way-${way.kind}`}>
      <h3>{way.title[language]}</h3>
      <p className="soft">{way.note[language]}</p>
      <dl>
        <dt>{t('connect.address')}</dt>
        <dd>
          {[way.transport.toUpperCase(), way.mqttVersions.join(' / ')].join(' ').trim()} {way.port === null ? t('connect.off') : `${way.host}:${way.port}`}
        </dd>
        {way.topic !== null && (
          <>
            <dt>{t('connect.topic')}</dt>
            <dd>
              <code>{way.topic}</code>
            </dd>
          </>
        )}
      </dl>
      {way.register !== null && !way.registered && <CopyLine title={t('connect.register')} text={way.register} />}
      {way.register !== null && way.registered && <p className="soft">✓ {t('connect.registered')}</p>}
      {way.send !== null && <CopyLine title={t('connect.send')} text={way.send} />}
    </article>
  )
}
