import type { operatingStates } from './plant-event.ts'
import type { Language, Words } from './words.ts'

/** What the service itself records as the reason of an event: mostly when it hides an alarm or shows it again. The English is what is recorded and told to callers; `{}` stands for what it is about. */
const sentences = {
  expired: { en: 'expired', zh: '搁置到期' },
  cleared: { en: 'cleared', zh: '报警已恢复' },
  ruleGone: { en: 'the rule has gone', zh: '规则已删除' },
  standsNoMore: { en: '{} stands no more', zh: '{} 已不再报警' },
  stands: { en: '{} stands', zh: '{} 正在报警' },
  coversNoMore: { en: '{} does not cover it any more', zh: '{} 已不再抑制它' },
  coveredByGateway: { en: 'covered by gateway {}', zh: '由网关 {} 的报警覆盖' },
  heardAgain: { en: 'heard again', zh: '已恢复上传' },
  gatewayBack: { en: 'the gateway is back', zh: '网关已恢复' },
  armedAgain: { en: 'armed again', zh: '已重新投用' },
  operatingState: { en: 'operating state {}', zh: '运行状态 {}' },
  offSchedule: { en: 'outside of its schedule', zh: '不在投用时段内' },
  offStage: { en: '{} = {}, armed from {} to {}', zh: '{} = {}，投用区间 {} 至 {}' },
  bumpTest: { en: 'bump test by {} with {}, ends by itself at {}', zh: '{} 通气测试，{}，至迟 {} 自动结束' },
  bumpTestEnded: { en: 'the bump test has ended', zh: '通气测试已结束' },
  dryRunOver: { en: 'the dry run is over', zh: '试运行已结束' },
  pointRetired: { en: 'the point {} was retired', zh: '测点 {} 已停用' },
  enterpriseRetired: { en: 'the enterprise {} was retired', zh: '企业 {} 已停用' },
  useful: { en: 'useful', zh: '有用' },
  notUseful: { en: 'not useful', zh: '无用' },
  watchedNoMore: { en: 'the rule does not watch it any more', zh: '规则不再监视该测点' },
} as const satisfies Record<string, Words>

/** @param parts what it is about, in the order of the sentence */
export const serviceReason = (name: keyof typeof sentences, ...parts: readonly string[]): string => filled(sentences[name].en, parts)

const PART = '{}'
const filled = (sentence: string, parts: readonly string[]): string => sentence.split(PART).map((text, index) => text + (parts[index] ?? '')).join('')

// No sentence holds what means anything in a pattern.
const readers = Object.values(sentences).map(({ en, zh }) => ({ en, zh, pattern: new RegExp(`^${en.replaceAll(PART, '(.+)')}$`) }))

/**
 * A recorded reason in the language of the reader: what the service said itself is said again, what a person has written stays as it is.
 * @param text several reasons are joined by `; ` @param show how a part of what the service said is shown: a time, a value with its unit
 */
export const reasonIn = (language: Language, text: string, show: (part: string) => string = (part) => part): string =>
  text.split('; ').map((reason) => saidIn(language, reason, show)).join(language === 'en' ? '; ' : '；')

const saidIn = (language: Language, reason: string, show: (part: string) => string): string => {
  for (const { pattern, ...sentence } of readers) {
    const parts = pattern.exec(reason)?.slice(1)
    if (parts !== undefined) return filled(sentence[language], parts.map((part) => (language === 'zh' ? stateNames[part] : undefined) ?? show(part)))
  }
  return reason
}

const stateNames: Readonly<Record<string, string>> = { startup: '开车', shutdown: '停车', maintenance: '检修', running: '运行' } satisfies Record<(typeof operatingStates)[number], string>
