import type { QuarantineTable } from '@hazardwatch/shared/node/records/tables'
import { describe, expect, it } from 'vitest'
import type { LoggedLetter } from './dead-letters/letter-log.ts'
import { createUnknownNames, noteUnknown } from './decode/unknown-names.ts'
import { createNameMap } from './map-names.ts'
import { startQuarantine } from './quarantine-unknown.ts'
import { createRefusals } from './refusals.ts'

const start = async (known: QuarantineTable[] = []) => {
  const state = { tags: new Map([['A', 1]]), failing: false, commits: [] as { put: string[]; drop: number }[], errors: 0, devices: new Set<string>() }
  const route = { enterprise: 'E1', code: 'G', format: 'dtu' as const, decode: () => undefined, names: createNameMap([{ from: 'S/a', tag: 'A' as never }]), clock: 'off' as const }
  const quarantine = await startQuarantine({
    records: {
      load: async () => known,
      commit: async (put, drop) => {
        if (state.failing) throw new Error('disk full')
        state.commits.push({ put: put.map(({ name }) => name), drop: drop.length })
      },
    },
    registry: { tagNumbers: (code) => (code === 'E1' ? state.tags : undefined) },
    gateways: { ofDevice: (mn) => (state.devices.has(mn) ? route : undefined), ofCode: (_, code) => (code === 'G' ? route : undefined) },
    log: { error: () => { state.errors++ } },
  })
  const see = (enterprise: string, names: string[], gateway?: string): void => {
    const unknown = createUnknownNames()
    for (const name of names) noteUnknown(unknown, name, 1, 5)
    const tags = enterprise === 'E1' ? state.tags : undefined
    quarantine.note({ enterprise, topic: 't', arrivedAt: 5, payload: Buffer.alloc(0), ...(gateway !== undefined && { gateway: { code: gateway, clock: 'off' } }) }, { accepted: 0, refusals: createRefusals(), tags, unknown })
  }
  return { quarantine, state, see, names: () => quarantine.list.list().map(({ kind, name }) => `${kind} ${name}`) }
}

describe('what is not registered', () => {
  it('is listed, and written in batches, not at once', async () => {
    const { see, state, quarantine, names } = await start()
    see('E1', ['B', 'C'])
    see('E1', ['S/b'], 'G')
    see('NOBODY', [])
    expect(names()).toEqual(['tag B', 'tag C', 'tag S/b', 'enterprise NOBODY'])
    expect(state.commits).toEqual([])
    expect([await quarantine.write(), await quarantine.write()]).toEqual([true, true])
    expect(state.commits).toEqual([{ put: ['B', 'C', 'S/b', 'NOBODY'], drop: 0 }])
  })

  it('is not listed any more when it is registered, mapped, or its gateway is gone', async () => {
    const { see, state, names, quarantine } = await start()
    see('E1', ['B'])
    see('E1', ['S/a'], 'G')
    see('E1', ['x'], 'RETIRED')
    quarantine.noteDevice('M1', 5)
    quarantine.noteDevice('M2', 5)
    state.tags.set('B', 2)
    state.devices.add('M1')
    expect(names()).toEqual(['device M2'])
  })

  it('is written again after a failure', async () => {
    const { see, state, quarantine } = await start()
    see('E1', ['B'])
    state.failing = true
    expect([await quarantine.write(), state.errors, state.commits]).toEqual([false, 1, []])
    state.failing = false
    expect([await quarantine.write(), state.commits]).toEqual([true, [{ put: ['B'], drop: 0 }]])
  })

  it('in a flood is written some at a time, and says that there is more', async () => {
    const { see, quarantine } = await start()
    for (let sender = 0; sender < 3; sender++) see('E1', Array.from({ length: 900 }, (_, name) => `${sender}-${name}`), sender === 0 ? undefined : `G${sender}`)
    see('NOBODY', [])
    for (let stranger = 0; stranger < 999; stranger++) see(`X${stranger}`, [])
    for (let mn = 0; mn < 900; mn++) quarantine.noteDevice(`M${mn}`, 5)
    expect([await quarantine.write(), await quarantine.write()]).toEqual([false, true])
  })

  it('is counted once when a kill came between a message and the list, whatever the list had already', async () => {
    const { quarantine } = await start([{
      id: '0'.repeat(24), kind: 'tag', enterprise: 'E1', gateway: null, name: 'B', topic: 't', first_seen_at: 5, last_seen_at: 7, seen: 3, value: 1, time: 5,
    }])
    const letter = (at: number, more: Partial<LoggedLetter['head']>, sights: LoggedLetter['sights'] = new Map()): LoggedLetter => ({
      payload: Buffer.alloc(0), sights,
      head: { id: at, at, topic: 't', enterprise: 'E1', gateway: null, reasons: {}, first: null, accepted: 0, unknown: null, bytes: 0, correction: 0, ...more },
    })
    const sights = new Map([['B', { value: 9, time: 8, count: 2 }], ['C', { value: null, time: 8, count: 1 }]])
    for (const at of [6, 7, 8, 8, 9]) quarantine.recall(letter(at, { reasons: { unknown_point: 2 } }, sights))
    quarantine.recall(letter(9, { reasons: { unknown_enterprise: 1 }, enterprise: 'NEW' }))
    quarantine.recall(letter(9, { reasons: { unknown_enterprise: 1 }, enterprise: '', topic: 'hj212/M1' }))
    quarantine.recall(letter(9, { reasons: { not_json: 1 } }))
    expect(quarantine.list.list().map(({ kind, name, count, value }) => [kind, name, count, value])).toEqual([
      ['tag', 'B', 9, 9], ['tag', 'C', 5, null], ['enterprise', 'NEW', 1, null], ['device', 'M1', 1, null],
    ])
  })
})
