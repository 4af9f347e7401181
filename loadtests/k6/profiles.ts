/** A part of a profile. `level`: times the average load. */
interface Part { durationS: number; level: number }

/** Times the load that a country has today (9,300 readings a second). Each part is held; between two parts the load moves within its first tenth. */
const profiles = {
  /** Does it run at all, within its limits: for every change. */
  smoke: [{ durationS: 10, level: 0.1 }],
  average: [{ durationS: 300, level: 1 }],
  /** Ten times the country. */
  stress: [{ durationS: 60, level: 1 }, { durationS: 120, level: 5 }, { durationS: 180, level: 10 }],
  /** A storm, and whether the service is itself again after it. */
  spike: [{ durationS: 60, level: 1 }, { durationS: 30, level: 10 }, { durationS: 90, level: 1 }],
  /** Leaks show after hours. */
  soak: [{ durationS: 4 * 3600, level: 1 }],
} satisfies Record<string, Part[]>

export type ProfileName = keyof typeof profiles
export const profileNames = Object.keys(profiles) as ProfileName[]

const isProfile = (name: string): name is ProfileName => Object.hasOwn(profiles, name)

/** @throws Error that names the profiles there are */
export const profileOf = (name: string): readonly Part[] => {
  if (!isProfile(name)) throw new Error(`there is no profile "${name}"; use one of: ${profileNames.join(', ')}`)
  return profiles[name]
}

export const secondsOf = (parts: readonly Part[]): number => parts.reduce((sum, { durationS }) => sum + durationS, 0)

/** k6 stages towards `average` × level of each part. */
export const stagesOf = (parts: readonly Part[], average: number): { duration: string; target: number }[] => parts.flatMap(({ durationS, level }) => {
  const target = Math.max(1, Math.round(average * level))
  return [{ duration: `${durationS / 10}s`, target }, { duration: `${(durationS * 9) / 10}s`, target }]
})

export const highestOf = (parts: readonly Part[], average: number): number => Math.max(...stagesOf(parts, average).map(({ target }) => target))
