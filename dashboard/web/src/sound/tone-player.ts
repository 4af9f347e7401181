import { tones, type Tone, type ToneName } from './alarm-tone.ts'

/** `blocked`: the browser wants a click or a key first; the page must say so. `none`: this browser has no sound. */
export type SoundState = 'blocked' | 'ready' | 'none'

export interface TonePlayer {
  /** Repeats a tone until another is asked for; null is quiet. */
  play(name: ToneName | null): void
  /** Asks the browser for sound; works within a click or a key press. */
  unlock(): Promise<void>
  stop(): void
}

const LOUDNESS = 0.25
/** A beep that starts at once would click. */
const RAMP_S = 0.012

/** Synthesised, so that no file has to be loaded. `onState` hears whether the browser lets sound through. */
export const createTonePlayer = (onState: (state: SoundState) => void): TonePlayer => {
  const context = typeof AudioContext === 'undefined' ? undefined : new AudioContext()
  let timer: ReturnType<typeof setInterval> | undefined
  let playing: ToneName | null = null
  const tell = (): void => onState(context === undefined ? 'none' : context.state === 'running' ? 'ready' : 'blocked')
  context?.addEventListener('statechange', tell)
  tell()
  return {
    play: (name) => {
      if (name === playing) return
      playing = name
      clearInterval(timer)
      const tone = name === null ? undefined : tones[name]
      if (context === undefined || tone === undefined) return
      const once = (): void => sound(context, tone)
      once()
      timer = setInterval(once, tone.every * 1_000)
    },
    unlock: async () => {
      await context?.resume()
      tell()
    },
    stop: () => {
      clearInterval(timer)
      void context?.close()
    },
  }
}

const sound = (context: AudioContext, tone: Tone): void => {
  // A suspended context would play everything that was missed at once when it wakes.
  if (context.state !== 'running') return
  const start = context.currentTime + 0.02
  for (const { at, lasts, hertz } of tone.beeps) {
    const [from, to] = [start + at, start + at + lasts]
    const oscillator = new OscillatorNode(context, { frequency: hertz, type: 'triangle' })
    const gain = new GainNode(context, { gain: 0 })
    gain.gain.setValueAtTime(0, from)
    gain.gain.linearRampToValueAtTime(LOUDNESS, from + RAMP_S)
    gain.gain.setValueAtTime(LOUDNESS, to - RAMP_S)
    gain.gain.linearRampToValueAtTime(0, to)
    oscillator.connect(gain).connect(context.destination)
    oscillator.start(from)
    oscillator.stop(to)
  }
}
