import { useEffect, useMemo, useRef } from 'react'
import type { Priority } from '@hazardwatch/shared/alarm-rule'
import { create } from 'zustand'
import { useFeedStore, useLiveness } from '../feed/feed-store.ts'
import { dueTone, soundingAlarms } from '../sound/alarm-tone.ts'
import { createTonePlayer, type SoundState } from '../sound/tone-player.ts'
import { useSettings } from './settings.ts'

interface Sound {
  state: SoundState
  /** Occurrences whose sound somebody here has turned off; acknowledging is something else. */
  silenced: ReadonlySet<string>
  /** What is to be heard now. */
  due: Priority | null
}

export const useSound = create<Sound>(() => ({ state: 'blocked', silenced: new Set(), due: null }))

/** Turns off the sound of what is sounding; the next alarm sounds again. Nothing is acknowledged. */
export const silence = (): void => {
  const ids = soundingAlarms(useFeedStore.getState().feed.alarms.values()).map(({ id }) => id)
  useSound.setState({ silenced: new Set(ids) })
}

/** Sounds the worst alarm that waits until it is acknowledged or silenced. Mounted once. */
export const useAlarmSound = (): void => {
  const wanted = useSettings((settings) => settings.sound)
  const alarms = useFeedStore(({ feed }) => feed.alarms)
  const silenced = useSound((sound) => sound.silenced)
  const live = useLiveness() === 'live'
  const player = useRef<ReturnType<typeof createTonePlayer>>(undefined)
  // An old picture does not sound: its alarms may have been acknowledged long ago. The dead bar says that it is old.
  const due = useMemo(() => (live && wanted ? dueTone(alarms.values(), silenced) : null), [alarms, silenced, live, wanted])
  useEffect(() => {
    const created = createTonePlayer((state) => useSound.setState({ state }))
    player.current = created
    const unlock = (): void => void created.unlock()
    const gestures = ['pointerdown', 'keydown'] as const
    for (const gesture of gestures) addEventListener(gesture, unlock)
    return () => {
      for (const gesture of gestures) removeEventListener(gesture, unlock)
      created.stop()
      player.current = undefined
    }
  }, [])
  useEffect(() => {
    useSound.setState({ due })
    player.current?.play(due)
  }, [due])
}
