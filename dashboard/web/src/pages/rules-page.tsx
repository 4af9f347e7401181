import { useMemo, type ReactElement } from 'react'
import type { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { useTranslation } from 'react-i18next'
import { fetchEnterpriseRules } from '../api/rule-calls.ts'
import { problemText } from '../api/problem.ts'
import { nameOf } from '../i18n/setup.ts'
import { useLedger } from '../ledger/ledger-store.ts'
import { formatPage } from '../place/page.ts'
import { NewRuleDesk } from './new-rule-desk.tsx'
import { RuleDesk } from './rule-desk.tsx'
import { RuleListDesk } from './rule-list-desk.tsx'
import { useSettings } from './settings.ts'
import { SheetDesk } from './sheet-desk.tsx'
import { usePolled } from './use-polled.ts'
import { useView } from './view-store.ts'
import '../theme/ingest.css'
import '../theme/rules.css'
import '../theme/rule-form.css'

const RULES_MS = 5_000
const none: readonly AlarmRule[] = []

/** The alarm rules: what there is, how each may be changed, what a change would have done, and who changed what. */
export const RulesPage = (): ReactElement => {
  const { t } = useTranslation()
  const language = useSettings((settings) => settings.language)
  const enterprises = useLedger((ledger) => ledger.enterprises)
  const [asked] = useView((view) => view.pagePath)
  const choices = useMemo(() => [...enterprises.values()].map((enterprise) => ({ code: String(enterprise.code), name: nameOf(enterprise, language) })), [enterprises, language])
  const chosen = asked ?? choices[0]?.code
  return (
    <main className="page rules-page" data-testid="rules-page">
      <h2 className="unseen">{t('page.rules')}</h2>
      {chosen === undefined ? <p className="empty">{t('connect.noEnterprise')}</p> : <Enterprise key={chosen} code={chosen} choices={choices} />}
    </main>
  )
}

const Enterprise = ({ code, choices }: { code: string; choices: readonly { code: string; name: string }[] }): ReactElement => {
  const { t } = useTranslation()
  const language = useSettings((settings) => settings.language)
  const [, part, id] = useView((view) => view.pagePath)
  const { answer, problem, refresh } = usePolled(`rules ${code}`, () => fetchEnterpriseRules(code), RULES_MS)
  const name = choices.find((choice) => choice.code === code)?.name ?? code
  const rule = part === 'rule' ? answer?.value.find((known) => known.id === id) : undefined
  return (
    <>
      {part === undefined ? (
        <header className="rules-head">
          <label>
            {t('rules.enterprise')}{' '}
            <select value={code} onChange={(event) => { location.hash = formatPage('rules', event.target.value) }} data-testid="rules-enterprise">
              {choices.map((choice) => (
                <option key={choice.code} value={choice.code}>
                  {choice.name} ({choice.code})
                </option>
              ))}
            </select>
          </label>
          <span className="spring" />
          <a className="link-button" href={formatPage('rules', code, 'new')} data-testid="rule-new">
            {t('rules.add')}
          </a>
          <a className="link-button" href={formatPage('rules', code, 'sheet')} data-testid="rule-sheet">
            {t('rules.sheet')}
          </a>
        </header>
      ) : (
        <nav className="crumbs" aria-label={t('rules.path')}>
          <a href={formatPage('rules', code)}>← {name}</a>
        </nav>
      )}
      <div role="status">{problem !== null && <p className="notice">{t('rules.old', { problem: problemText(problem, language) })}</p>}</div>
      {part === undefined && <RuleListDesk enterprise={code} rules={answer?.value} />}
      {part === 'new' && <NewRuleDesk key={code} enterprise={code} rules={answer?.value ?? none} />}
      {part === 'sheet' && <SheetDesk enterprise={code} name={name} onWritten={refresh} />}
      {part === 'rule' && rule !== undefined && <RuleDesk key={rule.id} rule={rule} rules={answer?.value ?? none} onChanged={refresh} />}
      {part === 'rule' && rule === undefined && <p className="empty">{answer === undefined ? t('app.loading') : t('rules.notFound')}</p>}
    </>
  )
}
