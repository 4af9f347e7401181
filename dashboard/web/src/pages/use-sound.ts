import { useEffect, useMemo, useRef } from 'react'
import { create } from 'zustand'
import { readDeadFeed, silenceWaiting, useDeadFeed, useFeedStore } from '../feed/feed-store.ts'
import type { ToneName } from '../sound/alarm-tone.ts'
import { dueSound } from '../sound/silence.ts'
import { createTonePlayer, type SoundState } from '../sound/tone-player.ts'
import { useSettings } from './settings.ts'

interface Sound {
  state: SoundState
  /** The dead feed whose sound somebody here has turned off, by its last sign of life. */
  silencedDead: number | null
  /** What is to be heard now. */
  due: ToneName | null
}

export const useSound = create<Sound>(() => ({ state: 'blocked', silencedDead: null, due: null }))

/** Turns off the sound of what is sounding; the next alarm, or the next dead feed, sounds again. Nothing is acknowledged. */
export const silence = (): void => {
  const dead = readDeadFeed()
  // The alarms that rest under a dead feed were not heard: they sound when it lives again.
  if (dead === null) silenceWaiting()
  else useSound.setState({ silencedDead: dead })
}

/** Sounds a dead feed, else the worst alarm that waits, until it is over or silenced. Mounted once. */
export const useAlarmSound = (): void => {
  const wanted = useSettings((settings) => settings.sound)
  const alarms = useFeedStore(({ feed }) => feed.alarms)
  const silenced = useFeedStore(({ feed }) => feed.silenced)
  const silencedDead = useSound((sound) => sound.silencedDead)
  const deadSince = useDeadFeed()
  const player = useRef<ReturnType<typeof createTonePlayer>>(undefined)
  const due = useMemo(() => (wanted ? dueSound({ alarms: alarms.values(), silenced, deadSince, silencedDead }) : null), [alarms, silenced, deadSince, silencedDead, wanted])
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
