import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { Verdict } from '../kpis/judge-kpis.ts'

const signs: Readonly<Record<Verdict, string>> = { met: '✓', missed: '▲', few: '·', none: '' }

/** Whether a target is met: sign and word, no colour. */
export const VerdictWord = ({ verdict }: { verdict: Verdict }): ReactElement => {
  const { t } = useTranslation()
  return (
    <em className={`verdict ${verdict}`}>
      <span aria-hidden="true">{signs[verdict]}</span> {t(`verdict.${verdict}`)}
    </em>
  )
}
