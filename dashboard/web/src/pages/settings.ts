import { z } from 'zod'
import { create } from 'zustand'
import { type Language, languages } from '../i18n/setup.ts'
import { type ThemeName, themeNames } from '../theme/palette.ts'

const KEY = 'hazardwatch'

const Stored = z.object({ language: z.enum(languages), theme: z.enum(themeNames), operator: z.string().max(80).nullable(), sound: z.boolean() }).partial()
type Stored = z.infer<typeof Stored>

interface Settings {
  language: Language
  theme: ThemeName
  /** Name under which acknowledgements are recorded; null until it has been asked for. */
  operator: string | null
  /** Whether alarms sound in this browser. */
  sound: boolean
}

/** @returns the language for a browser's preference list: Chinese unless it prefers English. */
export const preferredLanguage = (preferred: readonly string[]): Language => {
  const known = preferred.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => tag === 'zh' || tag === 'en')
  return known === 'en' ? 'en' : 'zh'
}

// Storage may be forbidden (private window, policy): the page then works without a memory.
const readStored = (): Stored => {
  try {
    return Stored.safeParse(JSON.parse(localStorage.getItem(KEY) ?? '{}')).data ?? {}
  } catch {
    return {}
  }
}

/** What the operator chose on this browser, else what the browser prefers; dark when it does not say. */
export const readSettings = (): Settings => {
  const stored = readStored()
  return {
    language: stored.language ?? preferredLanguage(navigator.languages),
    theme: stored.theme ?? (matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark'),
    operator: stored.operator ?? null,
    sound: stored.sound ?? true,
  }
}

export const useSettings = create<Settings>(() => ({ language: 'zh', theme: 'dark', operator: null, sound: true }))

/** Changes a setting and remembers it. Only what was chosen is stored, so the rest goes on following the browser. */
export const changeSettings = (change: Partial<Settings>): void => {
  useSettings.setState(change)
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...readStored(), ...change }))
  } catch {
    // The choice holds until the page is closed.
  }
}
