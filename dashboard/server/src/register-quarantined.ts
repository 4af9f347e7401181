import { HazardError } from '@hazardwatch/shared/error-codes'
import type { GatewayProfile, MappedName } from '@hazardwatch/shared/gateway-profile'
import { Tag, type SourceCode } from '@hazardwatch/shared/ids'
import { Point } from '@hazardwatch/shared/ledger'
import type { Ledger } from '@hazardwatch/shared/ledger-port'
import type { QuarantinedName } from '@hazardwatch/shared/quarantine'
import { unitOf } from '@hazardwatch/shared/unit'
import type { Words } from '@hazardwatch/shared/words'
import { z } from 'zod'
import { parseInput } from './validate-input.ts'

const fields = Point.shape

/** What the new point is to be, as far as it is not what the quarantine list suggests. */
export const RegistrationFields = z.strictObject({
  tag: fields.tag.optional().describe('Left out: the tag that the gateway profile maps the name to, or the name itself. Another one: the profile is made to map the name to it; that of a point that exists is allowed there'),
  source: fields.source.optional().describe('May be left out when the enterprise has one source'),
  name: fields.name.optional().describe('Left out: the tag'),
  nameEn: fields.nameEn,
  quantity: fields.quantity.optional().describe('Left out: unspecified'),
  unit: fields.unit.optional().describe('Left out: what the gateway profile says, else none'),
  rangeLow: fields.rangeLow.default(null),
  rangeHigh: fields.rangeHigh.default(null),
  expectedIntervalS: fields.expectedIntervalS.default(null),
  maxRatePerS: fields.maxRatePerS,
  location: fields.location.default(null),
})
export type RegistrationFields = z.output<typeof RegistrationFields>

/**
 * Registers a name of the quarantine list: a point, and a line in the gateway's profile where the tag is to be another one.
 * @returns the point, which may have been there already.
 * @throws HazardError that says what is missing.
 */
export const registerQuarantined = async (ledger: Ledger, entry: QuarantinedName, given: RegistrationFields): Promise<Point> => {
  if (entry.enterprise === null || entry.kind !== 'tag') throw new HazardError('unknown_reference', remedies[entry.kind === 'device' ? 'device' : 'enterprise'](entry.name))
  const profile = entry.gateway === null ? undefined : ledger.gateway(entry.enterprise, entry.gateway)
  const mapped = profile?.map.find(({ from }) => from === entry.name)
  const tag = given.tag ?? mapped?.tag ?? tagOf(entry.name)
  const moves = tag !== (mapped?.tag ?? entry.name)
  if (moves && profile === undefined) {
    throw new HazardError('bad_request', {
      en: `body.tag: the native format has no map of names, so a tag is what the sender calls it: leave tag out, or let the sender call it ${JSON.stringify(tag)}`,
      zh: `body.tag：原生格式没有名称映射，位号就是发送方所用的名称：请不填 tag，或让发送方改用 ${JSON.stringify(tag)}`,
    })
  }
  const known = ledger.point(entry.enterprise, tag)
  if (known === undefined) await ledger.createPoints([pointOf(ledger, entry.enterprise, tag, mapped, given)])
  else if (!moves) throw new HazardError('already_exists', { en: `point ${entry.enterprise}/${tag} is in the ledger already: its readings are taken`, zh: `测点 ${entry.enterprise}/${tag} 已在台账中：其读数已在接收` })
  if (moves && profile !== undefined) await ledger.replaceGateway(withName(profile, entry.name, tag))
  const point = ledger.point(entry.enterprise, tag)
  if (point === undefined) throw new HazardError('not_found', { en: `point ${entry.enterprise}/${tag} has just been retired`, zh: `测点 ${entry.enterprise}/${tag} 刚被停用` })
  return point
}

const remedies = {
  enterprise: (name: string): Words => ({
    en: `${name}: this is an enterprise that nobody has registered: POST /api/v1/enterprises with this code, then its sources and points`,
    zh: `${name}：这是尚未登记的企业：请先用此代码 POST /api/v1/enterprises，再登记其危险源和测点`,
  }),
  device: (name: string): Words => ({
    en: `${name}: this is a device that speaks HJ 212: POST /api/v1/gateways with format hj212 and this mn`,
    zh: `${name}：这是使用 HJ 212 的设备：请 POST /api/v1/gateways，format 填 hj212，mn 填此编号`,
  }),
}

const tagOf = (name: string): Tag => {
  const tag = Tag.safeParse(name)
  if (tag.success) return tag.data
  const shown = JSON.stringify(name.slice(0, 80))
  throw new HazardError('bad_request', {
    en: `body.tag: ${shown} cannot be a tag (at most 128 characters, no control characters): give one`,
    zh: `body.tag：${shown} 不能作为位号（至多 128 个字符，不含控制字符）：请另给一个`,
  })
}

const pointOf = (ledger: Ledger, enterprise: string, tag: Tag, mapped: MappedName | undefined, given: RegistrationFields): Point => {
  const unit = given.unit ?? (mapped?.unit === undefined ? '' : unitOf(mapped.unit)?.code ?? mapped.unit)
  return parseInput(Point, { ...given, enterprise, tag, source: given.source ?? onlySource(ledger, enterprise), name: given.name ?? tag.slice(0, 120), quantity: given.quantity ?? 'unspecified', unit }, 'body')
}

const onlySource = (ledger: Ledger, enterprise: string): SourceCode => {
  const codes = ledger.sources().filter((source) => source.enterprise === enterprise).map(({ code }) => code)
  const [only] = codes
  if (only !== undefined && codes.length === 1) return only
  throw new HazardError('bad_request', codes.length === 0
    ? { en: `body.source: ${enterprise} has no source yet: POST /api/v1/sources first`, zh: `body.source：${enterprise} 还没有危险源：请先 POST /api/v1/sources` }
    : { en: `body.source: give the source that the point belongs to, one of ${codes.slice(0, 20).join(', ')}`, zh: `body.source：请给出测点所属的危险源，可选 ${codes.slice(0, 20).join('、')}` })
}

const withName = (profile: GatewayProfile, from: string, tag: Tag): GatewayProfile => {
  const others = profile.map.filter((line) => line.from !== from)
  const before = profile.map.find((line) => line.from === from)
  return { ...profile, map: [...others, { ...before, from, tag }] }
}
