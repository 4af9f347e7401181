import { useId, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { WindowDraft } from '../../rules/rule-draft.ts'
import { faultsWithin, type FieldFault } from '../../rules/rule-faults.ts'
import { readTime, toggleDay, weekDays, windowReach } from '../../rules/schedule-week.ts'
import { FaultText } from './fault-text.tsx'
import { useFocusAfter } from './use-focus-after.ts'
import { WeekStrip } from './week-strip.tsx'

const usual: WindowDraft = { days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00' }

export interface ScheduleFieldProps {
  windows: readonly WindowDraft[]
  faults: readonly FieldFault[]
  onChange(windows: readonly WindowDraft[] | undefined): void
}

/** When a rule is armed: windows of days and times, and the week they make. */
export const ScheduleField = ({ windows, faults, onChange }: ScheduleFieldProps): ReactElement => {
  const { t } = useTranslation()
  const id = useId()
  const [box, focusAfter] = useFocusAfter<HTMLDivElement>()
  const replace = (index: number, window: WindowDraft): void => onChange(windows.map((old, place) => (place === index ? window : old)))
  const remove = (index: number): void => {
    const left = windows.filter((_window, place) => place !== index)
    onChange(left.length === 0 ? undefined : left)
    focusAfter('.add')
  }
  return (
    <div className="schedule-field" ref={box}>
      <div>
        {windows.length === 0 ? <p className="soft">{t('schedule.always')}</p> : <p className="soft">{t('schedule.chinaTime')}</p>}
        <ol>
          {windows.map((window, index) => (
            // Windows have no names: their place is what they are.
            <li key={index}>
              <WindowRow number={index + 1} window={window} faults={faultsWithin(faults, String(index))} onChange={(next) => replace(index, next)} onRemove={() => remove(index)} />
            </li>
          ))}
        </ol>
        <button
          type="button" className="add" aria-describedby={faults.length > 0 ? id : undefined} data-testid="schedule-add"
          onClick={() => {
            onChange([...windows, usual])
            focusAfter('li:last-child .days button:first-of-type')
          }}
        >
          + {t('schedule.add')}
        </button>
        <FaultText id={id} faults={faults.filter(({ path }) => path.length === 0)} />
      </div>
      {windows.length > 0 && <WeekStrip windows={windows} />}
    </div>
  )
}

interface WindowRowProps {
  number: number
  window: WindowDraft
  faults: readonly FieldFault[]
  onChange(window: WindowDraft): void
  onRemove(): void
}

const WindowRow = ({ number, window, faults, onChange, onRemove }: WindowRowProps): ReactElement => {
  const { t } = useTranslation()
  const id = useId()
  const reach = windowReach(window)
  const wrong = (part: string): boolean => faultsWithin(faults, part).length > 0
  return (
    <div role="group" aria-label={t('schedule.window', { number })} className="window-row" data-testid="schedule-window">
      <span className="days" role="group" aria-label={t('schedule.days')}>
        {weekDays.map((day) => (
          <button key={day} type="button" aria-pressed={window.days.includes(day)} aria-label={t(`schedule.day${day}`)} className={window.days.length === 0 ? 'every' : ''} onClick={() => onChange({ ...window, days: toggleDay(window.days, day) })} data-testid={`day-${day}`}>
            {t(`schedule.short${day}`)}
          </button>
        ))}
      </span>
      {(['from', 'to'] as const).map((end) => (
        <label key={end}>
          {t(`schedule.${end}`)}
          <input
            type="text" inputMode="numeric" className="time number" value={window[end]} placeholder="08:00" autoComplete="off" maxLength={8} title={t('schedule.hint')}
            aria-invalid={wrong(end)} aria-describedby={wrong(end) ? id : undefined} data-testid={`schedule-${end}`}
            onFocus={(event) => event.target.select()} onChange={(event) => onChange({ ...window, [end]: event.target.value })} onBlur={(event) => { if (readTime(event.target.value) !== window[end]) onChange({ ...window, [end]: readTime(event.target.value) }) }}
          />
        </label>
      ))}
      <span className="soft reach">{reach === 'overnight' || reach === 'whole' ? t(`schedule.${reach}`) : ''}</span>
      <button type="button" className="remove" aria-label={t('schedule.remove', { number })} onClick={onRemove}>
        ×
      </button>
      <FaultText id={id} faults={faults} />
    </div>
  )
}
