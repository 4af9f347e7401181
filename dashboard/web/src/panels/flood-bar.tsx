import type { ReactElement } from 'react'
import type { Priority } from '@hazardwatch/shared/alarm-rule'
import { useTranslation } from 'react-i18next'
import { LevelMark } from './level-mark.tsx'

export interface FloodGroup {
  key: string
  /** Source and its owner in the operator's language. */
  name: string
  count: number
  /** The most urgent of them. */
  worst: Priority
}

export interface FloodBarProps {
  /** When it began, in the operator's words. */
  since: string
  groups: readonly FloodGroup[]
  onGroup(group: FloodGroup): void
}

/** Said where alarms come faster than anybody can read them: which sources they are of. The list below still has every one. */
export const FloodBar = ({ since, groups, onGroup }: FloodBarProps): ReactElement => {
  const { t } = useTranslation()
  return (
    <section className="flood-bar" aria-label={t('flood.title')} data-testid="flood-bar">
      <p role="status">
        <strong>{t('flood.title')}</strong> {t('flood.since', { time: since })}
      </p>
      <ul>
        {groups.map((group) => (
          <li key={group.key}>
            <button type="button" onClick={() => onGroup(group)} aria-label={t('flood.show', { name: group.name, count: group.count })}>
              <LevelMark level={group.worst} word={t(`level.${group.worst}`)} /> {group.name} <b className="number">{group.count}</b>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
