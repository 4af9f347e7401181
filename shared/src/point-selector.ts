import { isWords, type Words } from './words.ts'

/** What a selector may ask of a point. */
export const selectorAttributes = ['tag', 'source', 'quantity', 'unit'] as const
type Attribute = (typeof selectorAttributes)[number]

/** One thing that must hold, or must not. In the pattern `*` stands for any characters, none included; letter case counts. */
interface Condition { attribute: Attribute; not: boolean; pattern: string }

/** Which points of an enterprise a rule is on: those of which all of this holds. */
export interface PointSelector { conditions: readonly Condition[] }

export const SELECTOR_SYNTAX = 'Tag of a point, or a selector of many, present and future: `GD-*` (`*` stands for any characters), `{quantity=concentration, source!=TK*}` (tag, source, quantity, unit; `=` or `!=`; all must hold; quote a value that has a comma, a brace or spaces around it), or both: `GD-*{unit=[ppm]}`'

/** @returns whether a text can only be meant as a selector. Where a registered tag reads so, it is that tag. */
export const looksLikeSelector = (text: string): boolean => text.includes('*') || text.includes('{')

/** @returns the selector, or words: what is wrong with it and what to do. */
export const parseSelector = (text: string): PointSelector | Words => {
  const brace = text.indexOf('{')
  const glob = (brace < 0 ? text : text.slice(0, brace)).trim()
  const conditions: Condition[] = glob === '' ? [] : [{ attribute: 'tag', not: false, pattern: glob }]
  if (brace >= 0) {
    const inner = text.trimEnd()
    if (!inner.endsWith('}')) {
      return {
        en: `the selector ${text} has no closing brace at its end; write for example GD-*{quantity=concentration}`,
        zh: `选择器 ${text} 末尾缺少右花括号；写成例如 GD-*{quantity=concentration}`,
      }
    }
    for (const part of splitUnquoted(inner.slice(brace + 1, -1))) {
      const condition = readCondition(part)
      if (isWords(condition)) return { en: `the selector ${text}: ${condition.en}`, zh: `选择器 ${text}：${condition.zh}` }
      conditions.push(condition)
    }
  }
  return { conditions }
}

/** `a=1, b="x,y"` at its commas. */
const splitUnquoted = (text: string): string[] => {
  const parts: string[] = []
  let from = 0
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '"') quoted = !quoted
    if (text[at] !== ',' || quoted) continue
    parts.push(text.slice(from, at))
    from = at + 1
  }
  return [...parts, text.slice(from)]
}

const readCondition = (text: string): Condition | Words => {
  const known = selectorAttributes.join(', ')
  const [, name = '', operator = '', written = ''] = /^\s*([^=!]*?)\s*(!?=)\s*(.*?)\s*$/.exec(text) ?? []
  if (operator === '') {
    const what = JSON.stringify(text.trim())
    return { en: `${what} is no condition; write attribute=value, with one of ${known}`, zh: `${what} 不是条件；写成 attribute=value，attribute 可用 ${known}` }
  }
  const attribute = selectorAttributes.find((each) => each === name)
  if (attribute === undefined) return { en: `a point has no ${JSON.stringify(name)}; ask for one of ${known}`, zh: `测点没有 ${JSON.stringify(name)} 这一属性；可用 ${known}` }
  const quoted = /^"([^"]*)"$/.exec(written)?.[1]
  if (quoted === undefined && /["{}]/.test(written)) {
    return { en: `${attribute} has a quote or a brace in its value; put the whole value in double quotes`, zh: `${attribute} 的值含有引号或花括号；把整个值放在双引号内` }
  }
  const pattern = quoted ?? written
  if (pattern === '' && quoted === undefined) {
    return { en: `${attribute} has no value; write ${attribute}=value, or ${attribute}="" for an empty one`, zh: `${attribute} 没有值；写成 ${attribute}=value，空值写成 ${attribute}=""` }
  }
  return { attribute, not: operator === '!=', pattern }
}

/** @returns whether a point is one of those that are meant. */
export const selects = ({ conditions }: PointSelector, point: Readonly<Record<Attribute, string>>): boolean => {
  for (const { attribute, not, pattern } of conditions) if (matches(pattern, point[attribute]) === not) return false
  return true
}

/** Without backtracking beyond the last `*`: time is bounded by the product of both lengths. */
const matches = (pattern: string, text: string): boolean => {
  let [p, t, star, resume] = [0, 0, -1, 0]
  while (t < text.length) {
    if (pattern[p] === '*') {
      star = p++
      resume = t
    } else if (p < pattern.length && pattern[p] === text[t]) {
      p++
      t++
    } else if (star >= 0) {
      p = star + 1
      t = ++resume
    } else {
      return false
    }
  }
  while (pattern[p] === '*') p++
  return p === pattern.length
}
