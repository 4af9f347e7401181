import type { Alarm } from '@hazardwatch/shared/alarm'
import type { AlarmDesk, AlarmTarget, Order, ShelveOrder } from '@hazardwatch/shared/alarm-desk'
import type { AlarmOverlay } from '@hazardwatch/shared/alarm-overlay'
import { HazardError } from '@hazardwatch/shared/error-codes'
import { partId } from '@hazardwatch/shared/rule-part'
import { isoTime } from '@hazardwatch/shared/time'
import { isWords, type Words } from '@hazardwatch/shared/words'
import type { DeskOptions } from './alarm-desk.ts'
import { commandZh, type CommandEvent } from './alarm-words.ts'
import { acknowledgeAlarm, assignAlarm, confirmAlarm, markAlarm, markOf, markWord, resetAlarm, unconfirmable } from './command-alarm.ts'
import { advanceEngine } from './engine.ts'
import { returnToService, shelveAlarm, suppressAlarm, takeOutOfService, unshelveAlarm, unsuppressAlarm, type Doing } from './hide-alarm.ts'
import { overlayOf, overlayView, slotKey, type Overlay, type Slot } from './overlay-book.ts'

type Commands = Pick<AlarmDesk, 'acknowledge' | 'reset' | 'confirm' | 'assign' | 'mark' | 'shelve' | 'unshelve' | 'outOfService' | 'returnToService' | 'suppress' | 'unsuppress'>

/** What suppresses an alarm when a person says that the design does. */
const BY_HAND = 'by hand'

/** What is done to an occurrence that has ended: its new fields and what is said in the journal, or the reason why it cannot be. */
interface Amendment { event: CommandEvent; by: string; reason?: string | null; change: (alarm: Alarm, now: string) => Partial<Alarm> | Words }

/** The commands of the desk: each answers when it is durable and announced. */
export const createCommands = (options: DeskOptions): Commands => {
  const amend = createAmender(options)
  const onOccurrence = async (id: string, live: (now: number) => Alarm, ended: Amendment): Promise<Alarm> => {
    // What the engine has just ended must be in the store before it is looked for there.
    if (!options.engine.alarms.byId.has(id)) await options.flush()
    if (!options.engine.alarms.byId.has(id)) return amend(id, ended)
    const alarm = live(settle(options))
    await options.flush()
    return alarm
  }
  return {
    acknowledge: (id, by) => onOccurrence(id, (now) => acknowledgeAlarm(options.engine, id, by, now), {
      event: 'acknowledged', by,
      change: ({ acknowledgedAt, acknowledgedBy }, now) => (acknowledgedAt === null ? { acknowledgedAt: now, acknowledgedBy: by } : {
        en: `it was acknowledged by ${acknowledgedBy ?? 'unknown'} at ${acknowledgedAt}`, zh: `${acknowledgedBy ?? '未具名者'} 已于 ${acknowledgedAt} 确认`,
      }),
    }),
    reset: (id, by) => onOccurrence(id, (now) => resetAlarm(options.engine, id, by, now), { event: 'reset', by, change: () => ({ en: 'it has ended', zh: '已结束' }) }),
    confirm: (id, by) => onOccurrence(id, (now) => confirmAlarm(options.engine, id, by, now), {
      event: 'confirmed', by, change: (alarm, now) => unconfirmable(alarm) ?? { confirmedAt: now, confirmedBy: by },
    }),
    assign: (id, by, assignee) => onOccurrence(id, (now) => assignAlarm(options.engine, id, by, assignee, now), {
      event: 'assigned', by, reason: assignee, change: () => ({ assignee }),
    }),
    mark: (id, by, useful) => onOccurrence(id, (now) => markAlarm(options.engine, id, by, useful, now), {
      event: 'marked', by, reason: markWord(useful), change: (alarm, now) => ({ mark: markOf(alarm, by, useful, Date.parse(now)) }),
    }),
    ...hidingCommands(options),
  }
}

const hidingCommands = (options: DeskOptions) => {
  const { engine } = options
  const act = async (target: AlarmTarget, { by, reason }: Order, work: (slot: Slot, doing: Doing) => Overlay): Promise<AlarmOverlay> => {
    const slot = await slotOf(options, target)
    const overlay = overlayView(work(slot, { by, reason, now: settle(options) }))
    await options.flush()
    return overlay
  }
  return {
    shelve: (target: AlarmTarget, order: ShelveOrder) => act(target, order, (slot, doing) => {
      const forS = order.forS ?? options.shelveMaxS
      if (forS > options.shelveMaxS) {
        throw new HazardError('shelve_too_long', {
          en: `forS: ${forS} s is longer than the ${options.shelveMaxS} s that are allowed`,
          zh: `forS：${forS} 秒，超过允许的最长搁置时间 ${options.shelveMaxS} 秒`,
        })
      }
      return shelveAlarm(engine, slot, doing, doing.now + forS * 1000, order.oneShot)
    }),
    unshelve: (target: AlarmTarget, order: Order) => act(target, order, (slot, doing) => unshelveAlarm(engine, slot, doing)),
    outOfService: (target: AlarmTarget, order: Order) => act(target, order, (slot, doing) => takeOutOfService(engine, slot, doing)),
    returnToService: (target: AlarmTarget, order: Order) => act(target, order, (slot, doing) => returnToService(engine, slot, doing)),
    suppress: (target: AlarmTarget, order: Order) => act(target, order, (slot, doing) => {
      suppressAlarm(engine, slot, BY_HAND, doing)
      return suppressed(options, slot) ?? refuse(slot)
    }),
    unsuppress: (target: AlarmTarget, order: Order) => act(target, order, (slot, doing) => {
      const before = suppressed(options, slot)
      if (before?.causes[BY_HAND] === undefined) refuse(slot)
      unsuppressAlarm(engine, slot, BY_HAND, doing)
      return overlayOf(engine.overlays, slot) ?? before ?? refuse(slot)
    }),
  }
}

const suppressed = ({ engine }: DeskOptions, slot: Slot): Overlay | undefined => engine.overlays.suppressed.get(slotKey(slot))

const refuse = (slot: Slot): never => {
  throw new HazardError('alarm_state', {
    en: `rule ${slot.rule} on ${slot.enterprise}/${slot.point} is not suppressed by hand`,
    zh: `规则 ${slot.rule}（测点 ${slot.enterprise}/${slot.point}）未被人工抑制`,
  })
}

/** What the clock ended before this command is ended first. @returns now */
const settle = ({ engine, clock }: DeskOptions): number => {
  const now = clock()
  advanceEngine(engine, now, false)
  return now
}

/** @returns the rule and point that a command is about. @throws HazardError `not_found` when there is no such rule any more */
const slotOf = async ({ engine, records }: DeskOptions, target: AlarmTarget): Promise<Slot> => {
  if ('rule' in target) return slotOfRule(engine, target.rule, target.point)
  const alarm = engine.alarms.byId.get(target.alarm) ?? await records.find(target.alarm)
  if (alarm === undefined) throw new HazardError('not_found', { en: `alarm ${target.alarm} does not exist`, zh: `没有报警 ${target.alarm}` })
  const slot = slotOfRule(engine, alarm.rule, engine.selectors.rules.has(alarm.rule) ? alarm.point : undefined)
  if (slot.point === alarm.point && slot.enterprise === alarm.enterprise) return slot
  throw new HazardError('not_found', {
    en: `rule ${alarm.rule} does not watch ${alarm.enterprise}/${alarm.point} any more`,
    zh: `规则 ${alarm.rule} 已不再用于测点 ${alarm.enterprise}/${alarm.point}`,
  })
}

const slotOfRule = (engine: DeskOptions['engine'], rule: string, tag: string | undefined): Slot => {
  const many = engine.selectors.rules.get(rule)
  if (many !== undefined && tag === undefined) {
    throw new HazardError('bad_request', {
      en: `rule ${rule} is on ${many.parts.size} points (${many.rule.point}); name the one that is meant: point`,
      zh: `规则 ${rule} 用于 ${many.parts.size} 个测点（${many.rule.point}）；请用 point 指明其中一个`,
    })
  }
  const row = engine.book.rows.get(many === undefined || tag === undefined ? rule : partId(rule, tag))
  const point = engine.points.get(row === undefined ? -1 : engine.book.points[row] ?? -1)
  if (point !== undefined && (tag === undefined || point.tag === tag)) return { rule, enterprise: point.enterprise, point: point.tag }
  throw new HazardError('not_found', many === undefined && point === undefined
    ? { en: `there is no rule ${rule}`, zh: `没有规则 ${rule}` }
    : { en: `rule ${rule} is not on ${tag ?? 'its point'}`, zh: `规则 ${rule} 不用于${tag === undefined ? '其测点' : `测点 ${tag}`}` })
}

/**
 * An occurrence that has ended in the meantime can still be acknowledged, confirmed, assigned and marked; the live state is a newer one's and stays.
 * One at a time, so that of two who acknowledge it one is told that he came second.
 */
const createAmender = ({ records, regionOf, clock, announcer }: DeskOptions) => {
  let tail: Promise<unknown> = Promise.resolve()
  const amendNow = async (id: string, { event, by, reason = null, change }: Amendment): Promise<Alarm> => {
    const ended = await records.find(id)
    if (ended === undefined) throw new HazardError('not_found', { en: `alarm ${id} does not exist`, zh: `没有报警 ${id}` })
    if (ended.dryRun) {
      throw new HazardError('alarm_state', {
        en: `alarm ${id} cannot be ${event}: rule ${ended.rule} was in a dry run, nobody was alarmed; set dryRun of the rule to false to be alarmed`,
        zh: `报警 ${id} 不能${commandZh[event]}：规则 ${ended.rule} 当时为试运行，只记录、不报警；需要报警时，把规则的 dryRun 设为 false`,
      })
    }
    const now = clock()
    const changed = change(ended, isoTime(now))
    if (isWords(changed)) throw new HazardError('alarm_state', { en: `alarm ${id}: ${changed.en}`, zh: `报警 ${id}：${changed.zh}` })
    const alarm: Alarm = { ...ended, ...changed }
    const transition = { event, alarm, from: ended.state, at: now, actor: by, reason, announced: !ended.late, region: regionOf(ended.enterprise) }
    await records.commit({ recordedAt: now, transitions: [transition], overlays: [], memories: [], forgotten: [], clocks: [] })
    if (!alarm.late) announcer.alarm(alarm)
    return alarm
  }
  return (id: string, amendment: Amendment): Promise<Alarm> => {
    const done = tail.then(() => amendNow(id, amendment))
    tail = done.catch(() => undefined)
    return done
  }
}
