/** What the patterns of the schemas say. An issue of a pattern has no place for a second language, so the Chinese is found by the English. */
export const patternWords = {
  code: { en: 'use 1 to 64 letters, digits, "-", "_" or "."', zh: '用 1 到 64 个字母、数字、"-"、"_" 或 "."' },
  tag: { en: 'control characters are not allowed', zh: '不能含有控制字符' },
  adcode: { en: 'use the six digits of the administrative division', zh: '写六位行政区划代码' },
  deviceNumber: { en: 'use the MN of the box: 1 to 60 characters without spaces and ";"', zh: '写设备的 MN：1 到 60 个字符，不含空格和 ";"' },
  link: { en: 'use an http, https, rtsp or rtsps address', zh: '写 http、https、rtsp 或 rtsps 地址' },
  timeOfDay: { en: 'use HH:MM, 00:00 to 23:59', zh: '写成 HH:MM，00:00 到 23:59' },
  quarantineId: { en: 'use the id of an entry of the quarantine list', zh: '写未登记名单中某一条的 id' },
}

const chinese = new Map(Object.values(patternWords).map(({ en, zh }) => [en, zh]))

/** @returns what a pattern says, in Chinese; undefined for any other text. */
export const chineseOf = (message: string): string | undefined => chinese.get(message)
