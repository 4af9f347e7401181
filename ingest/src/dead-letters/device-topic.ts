const PREFIX = 'hj212/'

/** What stands for a topic in the letters of an HJ 212 device. */
export const deviceTopic = (mn: string): string => `${PREFIX}${mn}`

/** @returns the device's number; undefined when the topic is none of a device. */
export const mnOf = (topic: string): string | undefined => (topic.startsWith(PREFIX) && topic !== PREFIX ? topic.slice(PREFIX.length) : undefined)
