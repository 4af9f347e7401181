import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { HazardError } from '@hazardwatch/shared/error-codes'
import { Point, type NumberedPoint } from '@hazardwatch/shared/ledger'
import { createAlarmRecords, type AlarmRecords } from '@hazardwatch/shared/node/records/alarm-records'
import { openRecords, type Records } from '@hazardwatch/shared/node/records/open-records'
import { looksLikeSelector } from '@hazardwatch/shared/point-selector'
import { batchOf } from '@hazardwatch/shared/reading-batch'
import { currentAlarm } from './alarm-book.ts'
import type { AlarmStory, StoryEvent, StoryStep } from './alarm-story.ts'
import type { AlarmTransition, OverlayTransition } from './alarm-transition.ts'
import { acknowledgeAlarm, resetAlarm } from './command-alarm.ts'
import { configureMany } from './configure-many.ts'
import { configureRule } from './configure-rule.ts'
import { restoreClock, restoreEngine } from './engine-rows.ts'
import { advanceEngine, judgeBatch } from './engine.ts'
import { createEngine, type Engine } from './engine-state.ts'
import { returnToService, shelveAlarm, takeOutOfService, unshelveAlarm } from './hide-alarm.ts'
import { createAlarmKeeper, type AlarmKeeper } from './keep-alarms.ts'
import { overlayOf, type Slot } from './overlay-book.ts'

/** Stories count seconds from zero; the engine's zero means "never", so they are played somewhere later. */
const EPOCH_MS = 1_000_000_000_000

export interface PlayedStory { name: string; events: StoryEvent[]; states: Record<string, string> }

interface Stage {
  story: AlarmStory
  engine: Engine
  keeper: AlarmKeeper
  /** Undefined: nothing restarts, so nothing needs to be kept. */
  store: AlarmRecords | undefined
  file: string | undefined
  records: Records | undefined
  events: StoryEvent[]
}

/**
 * Plays a story on the real engine, on a clock that only the story moves; one in which something restarts, on a real record store in a temporary folder.
 * @param restartEachStep whether the engine is thrown away and restored after each step, not only where the story says so
 */
export const playStory = async (story: AlarmStory, restartEachStep = false): Promise<PlayedStory> => {
  if (!restartEachStep && !story.steps.some(({ restart }) => restart)) return playSteps(story, await open(story, undefined), false)
  const folder = await mkdtemp(join(tmpdir(), 'hazardwatch-story-'))
  try {
    return await playSteps(story, await open(story, join(folder, 'records.sqlite')), restartEachStep)
  } finally {
    await rm(folder, { recursive: true })
  }
}

const playSteps = async (story: AlarmStory, stage: Stage, restartEachStep: boolean): Promise<PlayedStory> => {
  try {
    for (const [index, step] of story.steps.entries()) {
      await play(stage, step, story.steps[index + 1]?.at !== step.at)
      if (restartEachStep) await restart(stage)
    }
    return { name: story.name, events: stage.events, states: statesOf(stage) }
  } finally {
    await stage.records?.destroy()
  }
}

/** At one instant readings and commands go before timers; @param last whether nothing more happens at this instant */
const play = async (stage: Stage, step: StoryStep, last: boolean): Promise<void> => {
  const now = epochMs(step.at)
  const told: StoryEvent[] = []
  const collect = async (): Promise<void> => {
    told.push(...eventsOf(stage.story, stage.engine.changes.transitions, stage.engine.changes.overlays))
    await stage.keeper.flush()
  }
  advanceEngine(stage.engine, now, false)
  if (step.restart === true) {
    await collect()
    await restart(stage)
  }
  told.push(...takeReadings(stage, step, now))
  await collect()
  if (step.do !== undefined) told.push(...command(stage, step, now))
  if (last) advanceEngine(stage.engine, now)
  await collect()
  stage.events.push(...inOrder(stage.story, told))
}

/** One step's events by time, those of one time in the order of the rules. */
const inOrder = ({ rules }: AlarmStory, events: StoryEvent[]): StoryEvent[] => {
  const rank = (event: StoryEvent): number => rules.findIndex(({ id }) => id === event.rule)
  return events.sort((a, b) => a.at - b.at || rank(a) - rank(b))
}

const takeReadings = ({ engine, story }: Stage, step: StoryStep, now: number): StoryEvent[] => {
  const tags = [...new Set([...Object.keys(step.v ?? {}), ...Object.keys(step.q ?? {})])]
  if (tags.length === 0) return []
  const time = epochMs(step.t ?? step.at)
  const rows = tags.map((tag) => ({ point: numberOf(story, tag), time, value: step.v?.[tag] ?? null, quality: step.q?.[tag] ?? 'good' as const }))
  // As after a kill right behind this step: how far each point has been judged is kept each time.
  for (const { point } of rows) engine.changes.points.add(point)
  return judgeBatch(engine, batchOf(now, rows)).map(([, refusedAt]) => ({ rule: null, event: 'refused', at: seconds(refusedAt) }))
}

const command = (stage: Stage, step: StoryStep, now: number): StoryEvent[] => {
  try {
    obey(stage, step, now)
    return []
  } catch (error) {
    if (!(error instanceof HazardError)) throw error
    return [{ rule: step.rule ?? null, event: 'refused', at: step.at }]
  }
}

const obey = ({ engine, story }: Stage, step: StoryStep, now: number): void => {
  const known = story.rules.find(({ id }) => id === step.rule)
  if (known === undefined || step.do === undefined) throw new HazardError('not_found', { en: `there is no rule ${step.rule ?? ''}`, zh: `没有规则 ${step.rule ?? ''}` })
  const slot = slotOf(known, isOnMany(story, known) ? step.point ?? '' : known.point)
  if (engine.selectors.rules.get(known.id)?.parts.has(slot.point) === false) {
    throw new HazardError('not_found', {
      en: `rule ${known.id} is not on ${slot.point}`,
      zh: `规则 ${known.id} 不用于测点 ${slot.point}`,
    })
  }
  const doing = { by: 'operator', reason: 'story', now }
  const occurrence = (): string => {
    const alarm = currentAlarm(engine.alarms, slot)
    if (alarm === undefined) throw new HazardError('alarm_state', { en: 'no occurrence is open', zh: '没有未结束的报警' })
    return alarm.id
  }
  switch (step.do) {
    case 'acknowledge': acknowledgeAlarm(engine, occurrence(), doing.by, now); return
    case 'reset': resetAlarm(engine, occurrence(), doing.by, now); return
    case 'shelve': shelveAlarm(engine, slot, doing, step.forS === undefined ? null : epochMs(step.at + step.forS), false); return
    case 'unshelve': unshelveAlarm(engine, slot, doing); return
    case 'outOfService': takeOutOfService(engine, slot, doing); return
    case 'returnToService': returnToService(engine, slot, doing)
  }
}

const conditionEvents: readonly string[] = ['raised', 'cleared', 'acknowledged', 'reset']

/** What a story tells of: conditions and commands on occurrences, and what hides them, in the order in which it happened. */
const eventsOf = (story: AlarmStory, transitions: readonly AlarmTransition[], overlays: readonly OverlayTransition[]): StoryEvent[] => {
  const events: StoryEvent[] = []
  const many = new Set<string>(story.rules.filter((rule) => isOnMany(story, rule)).map(({ id }) => id))
  const place = (slot: Slot): { point?: string } => (many.has(slot.rule) ? { point: slot.point } : {})
  for (let index = 0; index <= transitions.length; index++) {
    for (const { overlay, event, at, after } of overlays) if (after === index) events.push({ rule: overlay.rule, ...place(overlay), event, at: seconds(at) })
    const transition = transitions[index]
    if (transition === undefined || !conditionEvents.includes(transition.event)) continue
    const { alarm, event, at, announced } = transition
    events.push({ rule: alarm.rule, ...place(alarm), event, at: seconds(at), ...(alarm.late ? { late: true } : {}), ...(announced ? {} : { announced: false }) })
  }
  return events
}

const open = async (story: AlarmStory, file: string | undefined): Promise<Stage> => {
  const records = file === undefined ? undefined : await openRecords(file)
  const store = records && createAlarmRecords(records)
  return { story, store, records, file, events: [], ...freshEngine(story, store) }
}

/** A new process on the same files. */
const restart = async (stage: Stage): Promise<void> => {
  await stage.records?.destroy()
  Object.assign(stage, { ...await open(stage.story, stage.file), events: stage.events })
  if (stage.store === undefined) return
  await stage.store.readClocks((clock) => { restoreClock(stage.engine, clock) })
  restoreEngine(stage.engine, await stage.store.load())
}

const freshEngine = (story: AlarmStory, store: Pick<AlarmRecords, 'commit'> = { commit: () => Promise.resolve() }): { engine: Engine; keeper: AlarmKeeper } => {
  const engine = createEngine()
  for (const rule of story.rules) {
    if (isOnMany(story, rule)) configureMany(engine, rule, tagsOf(story).map((tag) => pointOf(story, tag)), 0)
    else configureRule(engine, rule, pointOf(story, rule.point), 0)
  }
  const keeper = createAlarmKeeper({
    engine, records: store, clock: () => 0, regionOf: () => '', onDurable: () => undefined, pause: () => Promise.resolve(),
    onFailure: (error) => { throw error },
  })
  return { engine, keeper }
}

/** By rule id; of a rule on many points, by the id, a space and the tag. */
const statesOf = ({ engine, story }: Stage): Record<string, string> => Object.fromEntries(story.rules.flatMap((rule) => {
  if (!isOnMany(story, rule)) return [[rule.id, stateOf(engine, slotOf(rule, rule.point))]]
  return [...engine.selectors.rules.get(rule.id)?.parts ?? []].map((tag) => [`${rule.id} ${tag}`, stateOf(engine, slotOf(rule, tag))])
}))

const stateOf = (engine: Engine, slot: Slot): string => overlayOf(engine.overlays, slot)?.state ?? currentAlarm(engine.alarms, slot)?.state ?? 'normal'

const slotOf = ({ id, enterprise }: AlarmRule, point: string): Slot => ({ rule: id, enterprise, point })

/** The points of a story are those that it has readings of, and those of its rules. */
const tagsOf = ({ rules, steps }: AlarmStory): string[] =>
  [...new Set([...steps.flatMap(({ v, q }) => [...Object.keys(v ?? {}), ...Object.keys(q ?? {})]), ...rules.flatMap(({ point }) => (looksLikeSelector(point) ? [] : [point]))])]

const isOnMany = (story: AlarmStory, { point }: AlarmRule): boolean => looksLikeSelector(point) && !tagsOf(story).includes(point)

const epochMs = (seconds: number): number => EPOCH_MS + Math.round(seconds * 1000)

const seconds = (time: number): number => (time - EPOCH_MS) / 1000

/** Points are numbered as the story comes upon them: first those of the rules, then those of the steps. */
const numberOf = ({ rules, steps }: AlarmStory, tag: string): number => {
  const tags = [...rules.map(({ point }) => point as string), ...steps.flatMap(({ v, q }) => [...Object.keys(v ?? {}), ...Object.keys(q ?? {})])]
  return [...new Set(tags)].indexOf(tag) + 1
}

const pointOf = (story: AlarmStory, tag: string): NumberedPoint => ({
  number: numberOf(story, tag),
  ...Point.parse({
    enterprise: 'E', tag, source: 'S', name: tag, quantity: 'value', unit: '1', rangeLow: null, rangeHigh: null, expectedIntervalS: null, location: null,
  }),
})
