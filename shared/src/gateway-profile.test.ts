import { describe, expect, it } from 'vitest'
import { GatewayProfile } from './gateway-profile.ts'

const profile = (change: object) => ({ enterprise: 'E1', code: 'G1', format: 'neuron', topic: 'neuron/e1', map: [{ from: 'n/g/t', tag: 'T' }], ...change })
const hj212 = { format: 'hj212', topic: undefined, mn: 'M01' }

describe('a gateway profile', () => {
  it.each<[string, object]>([
    ['a plain topic', {}],
    ['wildcards', { format: 'sparkplug-b', topic: 'spBv1.0/G/+/E/#' }],
    ['a leading slash', { format: 'alink', topic: '/sys/pk/+/thing/event/property/post' }],
    ['a device number for hj212', hj212],
    ['no map', { map: undefined }],
    ['several names for one tag', { map: [{ from: 'a', tag: 'T' }, { from: 'b', tag: 'T', scale: 0.1, offset: -40 }] }],
    ['units, with what they depend on', { map: [{ from: 'a', tag: 'T', unit: '%LEL', gas: 'methane', lelVol: 4.4 }, { from: 'b', tag: 'T', unit: 'mg/m3', gas: 'H2S', temperatureC: 0, pressureKPa: 90 }] }],
  ])('takes %s', (_, change) => { expect(GatewayProfile.safeParse(profile(change)).error).toBeUndefined() })

  it.each<[string, object, string, RegExp]>([
    ['a wildcard within a level', { topic: 'a/b+' }, 'topic', /whole level/],
    ['# before the end', { topic: 'a/#/b' }, 'topic', /only at the end/],
    ['everything', { topic: '#' }, 'topic', /native format/],
    ['native topics', { topic: 'hazard/v1/E2/readings' }, 'topic', /native format/],
    ['a wildcard that reaches them', { topic: '+/v1/#' }, 'topic', /native format/],
    ['the topics of the broker', { topic: '$SYS/x' }, 'topic', /belong to the broker/],
    ['too many levels', { topic: 'a/'.repeat(16) }, 'topic', /16 levels/],
    ['no topic', { topic: undefined }, 'topic', /needs the topic/],
    ['a topic for hj212', { ...hj212, topic: 'a' }, 'topic', /over TCP/],
    ['hj212 without a number', { ...hj212, mn: undefined }, 'mn', /needs the number/],
    ['a number for another format', { mn: 'M01' }, 'mn', /only hj212/],
    ['a name twice', { map: [{ from: 'a', tag: 'T' }, { from: 'a', tag: 'U' }] }, 'map.1.from', /mapped twice/],
    ['a scale of nothing', { map: [{ from: 'a', tag: 'T', scale: 0 }] }, 'map.0.scale', /every value the same/],
    ['an unknown unit', { map: [{ from: 'a', tag: 'T', unit: 'furlong' }] }, 'map.0.unit', /no unit that is known: use one of/],
    ['an unknown gas', { map: [{ from: 'a', tag: 'T', gas: 'phlogiston' }] }, 'map.0.gas', /Invalid option/],
    ['an unknown format', { format: 'opc' }, 'format', /Invalid option/],
  ])('refuses %s', (_, change, path, text) => {
    const issues = GatewayProfile.safeParse(profile(change)).error?.issues ?? []
    expect(issues.map((issue) => issue.path.join('.'))).toContain(path)
    expect(issues.map(({ message }) => message).join()).toMatch(text)
  })
})
