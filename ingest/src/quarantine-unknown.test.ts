import type { QuarantineTable } from '@hazardwatch/shared/node/records/tables'
import { describe, expect, it } from 'vitest'
import { createUnknownNames, noteUnknown } from './decode/unknown-names.ts'
import { createNameMap } from './map-names.ts'
import { startQuarantine } from './quarantine-unknown.ts'
import { createRefusals } from './refusals.ts'

const start = async (known: QuarantineTable[] = []) => {
  const state = { tags: new Map([['A', 1]]), failing: false, commits: [] as { put: string[]; drop: number }[], errors: 0, devices: new Set<string>() }
  let tick = (): void => undefined
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
    every: (_, run) => {
      tick = run
      return () => undefined
    },
  })
  const see = (enterprise: string, names: string[], gateway?: string): void => {
    const unknown = createUnknownNames()
    for (const name of names) noteUnknown(unknown, name, 1, 5)
    const tags = enterprise === 'E1' ? state.tags : undefined
    quarantine.note({ enterprise, topic: 't', arrivedAt: 5, payload: Buffer.alloc(0), ...(gateway !== undefined && { gateway: { code: gateway, clock: 'off' } }) }, { accepted: 0, refusals: createRefusals(), tags, unknown })
  }
  return { quarantine, state, see, tick: async () => { tick(); for (let turn = 0; turn < 20; turn++) await Promise.resolve() }, names: () => quarantine.list.list().map(({ kind, name }) => `${kind} ${name}`) }
}

describe('what is not registered', () => {
  it('is listed, and written in batches, not at once', async () => {
    const { see, state, tick, names } = await start()
    see('E1', ['B', 'C'])
    see('E1', ['S/b'], 'G')
    see('NOBODY', [])
    expect(names()).toEqual(['tag B', 'tag C', 'tag S/b', 'enterprise NOBODY'])
    expect(state.commits).toEqual([])
    await tick()
    await tick()
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

  it('is written again after a failure, and at the end', async () => {
    const { see, state, tick, quarantine } = await start()
    see('E1', ['B'])
    state.failing = true
    await tick()
    expect([state.errors, state.commits]).toEqual([1, []])
    state.failing = false
    await quarantine.stop()
    expect(state.commits).toEqual([{ put: ['B'], drop: 0 }])
  })
})
