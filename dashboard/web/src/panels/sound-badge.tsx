import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { ToneName } from '../sound/alarm-tone.ts'
import type { SoundState } from '../sound/tone-player.ts'

export interface SoundBadgeProps {
  /** Switched on by the operator. */
  on: boolean
  state: SoundState
  due: ToneName | null
  onSwitch(): void
  onSilence(): void
}

/** Whether an alarm or a dead feed would be heard here; a horn that cannot sound must be seen. */
export const SoundBadge = ({ on, state, due, onSwitch, onSilence }: SoundBadgeProps): ReactElement => {
  const { t } = useTranslation()
  const blocked = on && state !== 'ready'
  return (
    <span className="sound-badge" data-testid="sound-badge" data-sound={on ? state : 'off'} data-due={due ?? 'none'}>
      <button type="button" className={blocked ? 'blocked' : ''} aria-pressed={on} onClick={onSwitch} title={blocked ? t(`sound.${state === 'none' ? 'noneHint' : 'blockedHint'}`) : undefined}>
        {blocked ? t(`sound.${state === 'none' ? 'none' : 'blocked'}`) : t(on ? 'sound.on' : 'sound.off')}
      </button>
      {on && state === 'ready' && due !== null && (
        <button type="button" className="silence" onClick={onSilence} aria-keyshortcuts="M" title={due === 'dead' ? t('sound.deadHint') : undefined}>
          {t('sound.silence')} M
        </button>
      )}
    </span>
  )
}
