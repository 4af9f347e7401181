import type { Alarm } from '@hazardwatch/shared/alarm'
import type { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openEngineRoom, type EngineRoom } from './testing/engine-room.ts'

/** A value is a reading of GD-07 a second after the step before; H alarms from 25. */
type Step = number | 'dry' | 'live' | 'disable' | 'acknowledge' | 'retire' | 'shelve'

interface Case {
  name: string
  steps: Step[]
  /** Occurrences, oldest first: state, onset and clear in seconds. */
  live: string[]
  dry: string[]
  /** Raises that were announced. */
  told: number
}

const cases: Case[] = [
  { name: 'what a dry run finds is recorded beside the alarms', steps: ['dry', 30, 31, 20], live: [], dry: ['normal 2-4'], told: 0 },
  { name: 'each excursion is one', steps: ['dry', 30, 20, 30], live: [], dry: ['normal 2-3', 'normal 4-'], told: 0 },
  { name: 'switched to live while it stands: it is raised then, with its onset', steps: ['dry', 30, 31, 'live', 32], live: ['unacknowledged 2-'], dry: ['normal 2-4'], told: 1 },
  { name: 'and clears as ever', steps: ['dry', 30, 'live', 31, 20], live: ['returned_unacknowledged 2-5'], dry: ['normal 2-3'], told: 1 },
  { name: 'switched to live while nothing stands: the next is live', steps: ['dry', 30, 20, 'live', 30], live: ['unacknowledged 5-'], dry: ['normal 2-3'], told: 1 },
  { name: 'switched to a dry run while an alarm stands: it stays live', steps: [30, 'dry', 31], live: ['unacknowledged 1-'], dry: [], told: 1 },
  { name: 'is acknowledged as ever', steps: [30, 'dry', 'acknowledge', 31], live: ['acknowledged 1-'], dry: [], told: 1 },
  { name: 'and waits for it when it has ended; the next is of the dry run', steps: [30, 'dry', 20, 30], live: ['returned_unacknowledged 1-3'], dry: ['normal 4-'], told: 1 },
  { name: 'there and back again while it stands', steps: [30, 'dry', 'live', 31], live: ['unacknowledged 1-'], dry: [], told: 1 },
  { name: 'back and forth while it stands: the alarm, once', steps: ['dry', 30, 'live', 'dry', 'live', 31], live: ['unacknowledged 2-'], dry: ['normal 2-3'], told: 1 },
  { name: 'raised anew over one that waits', steps: [30, 20, 'dry', 30, 'live'], live: ['normal 1-2', 'unacknowledged 4-'], dry: ['normal 4-5'], told: 2 },
  { name: 'the switch repeated changes nothing', steps: ['dry', 30, 'dry', 31], live: [], dry: ['normal 2-'], told: 0 },
  { name: 'a disabled rule has nothing standing, dry or live', steps: ['dry', 30, 'disable', 'live', 20], live: [], dry: ['normal 2-3'], told: 0 },
  { name: 'nor has one that was taken out', steps: ['dry', 30, 'retire', 31], live: [], dry: ['normal 2-3'], told: 0 },
  { name: 'shelved, it is raised hidden, and no more', steps: ['shelve', 'dry', 30, 'live', 31], live: ['shelved 3-'], dry: ['normal 3-4'], told: 0 },
]

describe('a rule in a dry run', () => {
  let room: EngineRoom
  let start: number
  let told: number
  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    room = await openEngineRoom()
    await room.ledger.retireRule('HH')
    start = room.clock.now()
    told = 0
  })
  afterEach(async () => {
    await room.close()
    vi.useRealTimers()
  })

  const edit = async (change: Partial<AlarmRule>): Promise<void> => {
    const rule = room.ledger.rule('H')
    if (rule === undefined) throw new Error('no rule H')
    await room.ledger.replaceRule({ ...rule, ...change })
  }
  const act = async (step: Step): Promise<unknown> => {
    switch (step) {
      case 'dry': return edit({ dryRun: true })
      case 'live': return edit({ dryRun: false })
      case 'disable': return edit({ enabled: false })
      case 'retire': return room.ledger.retireRule('H')
      case 'acknowledge': return room.alerting.desk.acknowledge(room.alerting.desk.openAlarms()[0]?.id ?? '', 'wang')
      case 'shelve': return room.alerting.desk.shelve({ rule: 'H' }, { by: 'wang', reason: 'test', oneShot: false })
      default: return room.send('GD-07', step)
    }
  }
  const seconds = (time: string | null): string => (time === null ? '' : String(Math.floor((Date.parse(time) - start) / 1000)))
  const listed = async (dryRun: boolean): Promise<Alarm[]> => (await room.alerting.desk.list({ rule: 'H', dryRun, limit: 100 })).items.reverse()
  const words = (alarms: readonly Alarm[]): string[] => alarms.map(({ state, onsetAt, clearedAt }) => `${state} ${seconds(onsetAt)}-${seconds(clearedAt)}`)
  const play = async (steps: readonly Step[], restarts: boolean): Promise<void> => {
    for (const step of steps) {
      room.clock.advance(1000)
      await act(step)
      await room.alerting.flush()
      if (restarts) await room.restart()
    }
    const changes = await room.alerting.desk.changes(0, 1000, '100000')
    told = changes.filter(({ event, announced }) => event === 'raised' && announced).length
  }

  describe.each([false, true])('restarted after each step: %s', (restarts) => {
    it.each(cases)('$name', async ({ steps, live, dry, told: expected }) => {
      await play(steps, restarts)
      expect({ live: words(await listed(false)), told }).toEqual({ live, told: expected })
      expect(words(await listed(true))).toEqual(dry)
    })
  })

  it('is not open, colours nothing, is told to nobody, floods nobody and is no load in the figures', async () => {
    await play(['dry'], false)
    room.changes.length = 0
    await play([30], false)
    const { desk } = room.alerting
    expect(desk.openAlarms()).toEqual([])
    expect(desk.regionRisk('220881')?.counts).toMatchObject({ orange: 0 })
    expect(room.changes.filter(({ type }) => type === 'alarm' || type === 'flood')).toEqual([])
    expect(await desk.changes(0, 10, '100000')).toEqual([])
    expect(await desk.kpis('100000', start, start + 60_000, 1)).toMatchObject({ alarms: 0, standing: 0, top: [] })
    expect(await desk.journal((await listed(true))[0]?.id ?? '')).toMatchObject([{ event: 'raised', announced: false }])
  })

  it.each(['acknowledge', 'reset', 'confirm', 'mark', 'assign'] as const)('%s is refused, with the reason', async (command) => {
    await play(['dry', 30], false)
    const id = (await listed(true))[0]?.id ?? ''
    const { desk } = room.alerting
    const order = { acknowledge: () => desk.acknowledge(id, 'wang'), reset: () => desk.reset(id, 'wang'), confirm: () => desk.confirm(id, 'wang'), mark: () => desk.mark(id, 'wang', true), assign: () => desk.assign(id, 'wang', 'li') }[command]
    await expect(order()).rejects.toMatchObject({ code: 'alarm_state', message: expect.stringContaining('rule H was in a dry run') as string, words: { zh: expect.stringContaining('规则 H 当时为试运行') as string } })
  })

  it('killed between the switch and its alarm: the restart raises it', async () => {
    await play(['dry', 30], false)
    await room.alerting.stop()
    await edit({ dryRun: false })
    // The one that would have told it is gone: only what is stored counts.
    await room.restart()
    await room.alerting.flush()
    expect(words(room.alerting.desk.openAlarms())).toEqual(['unacknowledged 2-'])
  })

  it('covers no alarm that depends on it: nobody would know of either', async () => {
    const rule = room.ledger.rule('H')
    if (rule === undefined) throw new Error('no rule H')
    await room.ledger.createRules([{ ...rule, id: 'H2' as AlarmRule['id'], limit: 28, suppressedBy: [rule.id] }])
    await play(['dry', 30], false)
    expect(room.alerting.desk.openAlarms().map((alarm) => `${alarm.rule} ${alarm.state} ${alarm.firstOut}`)).toEqual(['H2 unacknowledged true'])
  })
})
