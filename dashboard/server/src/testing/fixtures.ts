import { Alarm } from '@hazardwatch/shared/alarm'
import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { Camera } from '@hazardwatch/shared/camera'
import { GatewayProfile } from '@hazardwatch/shared/gateway-profile'
import { Enterprise, Point, Source } from '@hazardwatch/shared/ledger'
import { Region } from '@hazardwatch/shared/region'

/** Two provinces; the first with two cities and three counties. */
export const regions: readonly Region[] = [
  ['100000', null, 'country', '全国', 'China'],
  ['220000', '100000', 'province', '吉林省', 'Jilin'],
  ['230000', '100000', 'province', '黑龙江省', 'Heilongjiang'],
  ['220100', '220000', 'city', '长春市', 'Changchun'],
  ['220200', '220000', 'city', '吉林市', 'Jilin City'],
  ['220102', '220100', 'county', '南关区', 'Nanguan'],
  ['220103', '220100', 'county', '宽城区', 'Kuancheng'],
  ['220202', '220200', 'county', '昌邑区', 'Changyi'],
  ['230100', '230000', 'city', '哈尔滨市', 'Harbin'],
].map(([adcode, parent, level, name, nameEn]) => Region.parse({ adcode, parent, level, name, nameEn }))

export const enterprise = (code: string, region = '220102', more: Partial<Record<keyof Enterprise, unknown>> = {}): Enterprise =>
  Enterprise.parse({ code, name: `示例企业 ${code}`, region, industry: 'ammonia_refrigeration', location: { lon: 125.3, lat: 43.9 }, ...more })

export const source = (owner: string, code: string, more: Partial<Record<keyof Source, unknown>> = {}): Source =>
  Source.parse({ enterprise: owner, code, name: `源 ${code}`, kind: 'machine_room', location: { lon: 125.3, lat: 43.9 }, inherentLevel: 'orange', ...more })

export const point = (owner: string, tag: string, more: Partial<Record<keyof Point, unknown>> = {}): Point =>
  Point.parse({
    enterprise: owner, tag, source: 'S1', name: `测点 ${tag}`, quantity: 'concentration', unit: '[ppm]',
    rangeLow: 0, rangeHigh: 100, expectedIntervalS: 5, location: null, ...more,
  })

export const rule = (owner: string, tag: string, more: Record<string, unknown> = {}): AlarmRule =>
  AlarmRule.parse({ id: `${owner}/${tag}/H`, enterprise: owner, point: tag, kind: 'H', limit: 25, priority: 'orange', ...more })

export const gateway = (owner: string, code: string, more: Record<string, unknown> = {}): GatewayProfile =>
  GatewayProfile.parse({ enterprise: owner, code, format: 'neuron', topic: `neuron/${owner}/${code}`, map: [{ from: 'plc/g/nh3', tag: 'GD-07', scale: 0.1 }], ...more })

export const camera = (owner: string, id: string, more: Record<string, unknown> = {}): Camera =>
  Camera.parse({ enterprise: owner, id, name: '机房东', source: 'S1', expectedIntervalS: 60, location: null, ...more })

/** An open alarm; its id is made from a number. */
export const alarm = (number: number, owner: string, more: Partial<Record<keyof Alarm, unknown>> = {}): Alarm =>
  Alarm.parse({
    id: number.toString(16).padStart(32, '0'), enterprise: owner, source: 'S1', point: 'GD-07', rule: `${owner}/GD-07/H`, kind: 'H', priority: 'orange',
    state: 'unacknowledged', underlyingState: more.state ?? 'unacknowledged', onsetAt: '2026-01-31T08:00:00.000Z', raisedAt: '2026-01-31T08:00:00.000Z', clearedAt: null, acknowledgedAt: null,
    acknowledgedBy: null, value: 60, limit: 25, unit: '[ppm]', late: false, firstOut: true, comments: 0, ...more,
  })
