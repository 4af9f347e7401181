import type { ReactElement, ReactNode } from 'react'
import type { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { spokenLanguage } from '../i18n/spoken.ts'
import { formatPage } from '../place/page.ts'

const lines = ['consequence', 'cause', 'operatorAction', 'responseS', 'citation'] as const

/** Whether the rule says anything that helps who answers its alarm. */
export const hasGuidance = (rule: AlarmRule): boolean => lines.some((line) => rule[line] !== undefined)

/** What the rule says in the language of the page, where it says it in that. */
const lineOf = (rule: AlarmRule, line: Exclude<(typeof lines)[number], 'responseS'>): string | undefined =>
  spokenLanguage() === 'en' ? rule[`${line}En`] ?? rule[line] : rule[line]

const responseText = (seconds: number, t: TFunction): string => (seconds % 60 === 0 ? t('hide.minutes', { count: seconds / 60 }) : t('guidance.seconds', { count: seconds }))

/**
 * What the rationalisation of a rule says to whoever answers its alarm: what happens otherwise, what is behind it, what to do, how fast.
 * @param used how long the alarm has stood, beside the time to respond
 */
export const Guidance = ({ rule, used }: { rule: AlarmRule; used: ReactNode }): ReactElement => {
  const { t } = useTranslation()
  return (
    <section className="guidance" aria-label={t('guidance.title')} tabIndex={0} data-testid="guidance">
      <h3>{t('guidance.title')}</h3>
      <dl>
        {lines.filter((line) => rule[line] !== undefined).map((line) => (
          <div key={line}>
            <dt>{t(`guidance.${line}`)}</dt>
            <dd>{line === 'responseS' ? <>{t('guidance.within', { time: responseText(rule.responseS ?? 0, t) })} {used}</> : lineOf(rule, line)}</dd>
          </div>
        ))}
      </dl>
      <a href={formatPage('rules', rule.enterprise, 'rule', rule.id)}>{t('guidance.rule')}</a>
    </section>
  )
}
