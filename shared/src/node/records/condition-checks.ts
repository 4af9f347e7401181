import type { AlarmRule } from '../../alarm-rule.ts'
import { isOnMany, type PointLookup } from '../../rule-part.ts'
import { conditionIds } from '../../rule-condition.ts'
import { refuse, unknown, type Written } from './refuse-rule.ts'

/** A combination hears rules that exist, of its own enterprise, and never itself. */
export const checkConditions = (lookup: PointLookup, find: (id: string) => AlarmRule | undefined, written: Written): void => {
  const { rule } = written
  for (const [index, id] of (rule.suppressedBy ?? []).entries()) {
    if (find(id) !== undefined) continue
    throw unknown(written, `suppressedBy[${index}]`, {
      en: `rule ${id}, whose alarm suppresses it, is not in the ledger; register it first or in the same request`,
      zh: `台账中没有用来抑制它的规则 ${id}；请先登记，或在同一请求中登记`,
    })
  }
  if (rule.when === undefined) return
  for (const id of conditionIds(rule.when)) {
    const heard = find(id)
    if (heard === undefined) {
      throw unknown(written, 'when', {
        en: `rule ${id}, whose condition it hears, is not in the ledger; register it first or in the same request`,
        zh: `台账中没有它所组合的规则 ${id}；请先登记，或在同一请求中登记`,
      })
    }
    if (heard.kind === 'gateway') {
      refuse(written, 'when', { en: `rule ${id} is of a gateway, which is no condition of the process; name rules of points`, zh: `规则 ${id} 监视的是网关，不是工艺条件；只写测点的规则` })
    }
    if (isOnMany(lookup, heard)) {
      refuse(written, 'when', {
        en: `rule ${id} is on many points (${heard.point}), so it has many conditions; name rules on one point each`,
        zh: `规则 ${id} 用于多个测点（${heard.point}），因而有多个条件；只写单个测点的规则`,
      })
    }
    if (heard.enterprise !== rule.enterprise) {
      refuse(written, 'when', { en: `rule ${id} is of another enterprise (${heard.enterprise}); combine rules of one enterprise`, zh: `规则 ${id} 属于另一企业（${heard.enterprise}）；只组合同一企业的规则` })
    }
  }
  const path: string[] = []
  const visit = (id: string): void => {
    if (path.includes(id)) {
      const circle = [...path.slice(path.indexOf(id)), id].join(' → ')
      refuse(written, 'when', { en: `its condition goes round in a circle (${circle}); take one of these rules out of the other's condition`, zh: `它的条件循环引用（${circle}）；从其中一条规则的条件里去掉另一条` })
    }
    const heard = id === rule.id ? rule : find(id)
    if (heard?.when === undefined) return
    path.push(id)
    for (const next of conditionIds(heard.when)) visit(next)
    path.pop()
  }
  visit(rule.id)
}
