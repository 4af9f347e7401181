import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { WindowDraft } from '../../rules/rule-draft.ts'
import { windowText } from '../../rules/rule-words.ts'
import { armedHours, armedSpans, weekDays } from '../../rules/schedule-week.ts'

const DAY_MINUTES = 1_440
const ticks = [0, 6, 12, 18, 24] as const
const hourText = (hours: number): string => String(Number(hours.toFixed(1)))
const percent = (minutes: number): string => `${(minutes / DAY_MINUTES) * 100}%`

/** A week at a glance: when the rule is armed. */
export const WeekStrip = ({ windows }: { windows: readonly WindowDraft[] }): ReactElement => {
  const { t } = useTranslation()
  const spans = armedSpans(windows)
  const summary = t('schedule.armed', { hours: hourText(armedHours(windows)) })
  return (
    <figure className="week-strip">
      <div role="img" aria-label={`${summary}: ${windows.map((window) => windowText(window, t)).join('; ')}`}>
        {weekDays.map((day) => (
          <div key={day} className="day">
            <span>{t(`schedule.short${day}`)}</span>
            <i>
              {spans.filter((span) => span.day === day).map(({ from, to }) => (
                <b key={from} style={{ left: percent(from), width: percent(to - from) }} />
              ))}
            </i>
          </div>
        ))}
        <div className="hours">
          {ticks.map((hour) => (
            <span key={hour} style={{ left: percent(hour * 60) }}>
              {hour}
            </span>
          ))}
        </div>
      </div>
      <figcaption>{summary}</figcaption>
    </figure>
  )
}
