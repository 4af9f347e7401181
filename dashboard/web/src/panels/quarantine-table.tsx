import { useState, type ReactElement } from 'react'
import { Button } from 'antd'
import type { QuarantinedName } from '@hazardwatch/shared/quarantine'
import { useTranslation } from 'react-i18next'
import { formatDuration } from '../format/duration.ts'
import { formatValue } from '../format/number.ts'

interface SourceChoice {
  code: string
  name: string
}

export interface QuarantineTableProps {
  names: readonly QuarantinedName[]
  sourcesOf(enterprise: string | null): readonly SourceChoice[]
  /** Id of the one that is being registered. */
  busy: string | null
  /** Epoch ms. */
  now: number
  onRegister(id: string, source: string | null): void
}

/** Names that gateways send and nobody has registered: last value, how often, and one click to register. */
export const QuarantineTable = ({ names, sourcesOf, busy, now, onRegister }: QuarantineTableProps): ReactElement => {
  const { t } = useTranslation()
  const heads = ['name', 'whose', 'value', 'count', 'last', 'action'] as const
  return (
    <section className="panel wide-table" aria-label={t('ingest.tab_quarantine')} tabIndex={0}>
      {names.length === 0 && <p className="empty">{t('quarantine.none')}</p>}
      {names.length > 0 && (
        <table>
          <thead>
            <tr>
              {heads.map((head) => (
                <th key={head} scope="col">
                  {t(`quarantine.${head}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {names.map((name) => (
              <Row key={name.id} name={name} sources={sourcesOf(name.enterprise)} busy={busy === name.id} now={now} onRegister={onRegister} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

type RowProps = Pick<QuarantineTableProps, 'now' | 'onRegister'> & { name: QuarantinedName; sources: readonly SourceChoice[]; busy: boolean }

const Row = ({ name, sources, busy, now, onRegister }: RowProps): ReactElement => {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState<string | null>(null)
  const source = chosen ?? sources[0]?.code ?? null
  return (
    <tr data-testid="quarantine-row">
      <th scope="row">
        {name.name}
        <small>{name.topic}</small>
      </th>
      <td>
        {name.enterprise ?? t(`quarantine.kind_${name.kind}`)}
        <small>{name.gateway ?? t('gateway.native')}</small>
      </td>
      <td className="number">{name.value === null ? '–' : formatValue(name.value)}</td>
      <td className="number">
        {name.count.toLocaleString('en-US')}
        <small>{t('quarantine.perMinute', { count: name.perMinute })}</small>
      </td>
      <td className="number">{formatDuration(now - Date.parse(name.lastSeenAt), t('alarms.day'))}</td>
      <td>
        {name.kind !== 'tag' && <small>{t(`quarantine.remedy_${name.kind}`)}</small>}
        {name.kind === 'tag' && (
          <span className="register">
            {sources.length > 1 && (
              <select aria-label={t('quarantine.source')} value={source ?? ''} onChange={(event) => setChosen(event.target.value)}>
                {sources.map(({ code, name: label }) => (
                  <option key={code} value={code}>
                    {label}
                  </option>
                ))}
              </select>
            )}
            <Button size="small" loading={busy} onClick={() => onRegister(name.id, source)} aria-label={t('quarantine.registerOf', { name: name.name })} data-testid="register">
              {t('quarantine.register')}
            </Button>
          </span>
        )}
      </td>
    </tr>
  )
}
