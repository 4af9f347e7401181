import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { JudgedPriority } from '../kpis/judge-kpis.ts'
import { LevelMark } from './level-mark.tsx'
import { VerdictWord } from './verdict-word.tsx'

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`

/** How the annunciations are distributed over the priorities, each with what is aimed at as a tick on its bar. */
export const PriorityShares = ({ rows }: { rows: readonly JudgedPriority[] }): ReactElement => {
  const { t } = useTranslation()
  return (
    <section className="panel priority-shares" aria-label={t('kpi.distribution')}>
      <h3>{t('kpi.distribution')}</h3>
      <ol>
        {rows.map(({ priority, count, share, target, verdict }) => (
          <li key={priority}>
            <LevelMark level={priority} word={t(`level.${priority}`)} />
            <span className="bar" aria-hidden="true">
              <i style={{ width: `${share * 100}%` }} />
              <s style={{ left: `${target * 100}%` }} />
            </span>
            <span className="number">
              <b>{percent(share)}</b> <small>{t('kpi.count', { count })}</small>
            </span>
            <small>{t(priority === 'blue' ? 'kpi.atLeast' : 'kpi.target', { value: percent(target) })}</small>
            <VerdictWord verdict={verdict} />
          </li>
        ))}
      </ol>
    </section>
  )
}
