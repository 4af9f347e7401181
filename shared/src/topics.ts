/** Every MQTT topic of the native format; the only place with topic strings. */
const ROOT = 'hazard/v1'

/** Messages that are no readings: they take a path of their own. */
export const eventKinds = ['video', 'work', 'commitment', 'status'] as const
export type EventKind = (typeof eventKinds)[number]

export const nativeKinds = ['readings', ...eventKinds] as const
export type NativeKind = (typeof nativeKinds)[number]

export const nativeTopic = (enterprise: string, kind: NativeKind): string => `${ROOT}/${enterprise}/${kind}`
export const rejectionsTopic = (enterprise: string): string => `${ROOT}/${enterprise}/rejections`

/** Subscription filter over all enterprises for one kind of message. */
export const nativeFilter = (kind: NativeKind): string => `${ROOT}/+/${kind}`

/** @returns who sent what, or undefined when the topic is not a native inbound one. */
export const parseNativeTopic = (topic: string): { enterprise: string; kind: NativeKind } | undefined => {
  const levels = topic.split('/')
  if (levels.length !== 4 || levels[0] !== 'hazard' || levels[1] !== 'v1' || levels[2] === '') return undefined
  const kind = nativeKinds.find((known) => known === levels[3])
  return kind === undefined ? undefined : { enterprise: levels[2]!, kind }
}
