import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AlarmRule, ruleKinds } from '@hazardwatch/shared/alarm-rule'
import { HazardError } from '@hazardwatch/shared/error-codes'
import type { NumberedPoint } from '@hazardwatch/shared/ledger'
import { createAlarmRecords, type AlarmRecords } from '@hazardwatch/shared/node/records/alarm-records'
import { openRecords, type Records } from '@hazardwatch/shared/node/records/open-records'
import { qualities } from '@hazardwatch/shared/quality'
import { batchOf } from '@hazardwatch/shared/reading-batch'
import { z } from 'zod'
import { acknowledgeAlarm, resetAlarm } from '../command-alarm.ts'
import { configureRule } from '../configure-rule.ts'
import { restoreEngine } from '../engine-rows.ts'
import { advanceEngine, judgeBatch } from '../engine.ts'
import { createEngine, type Engine } from '../engine-state.ts'
import type { AlarmTransition } from '../alarm-transition.ts'
import { createAlarmKeeper, type AlarmKeeper } from '../keep-alarms.ts'
import { testPoint } from './test-point.ts'

/** Stories count seconds from zero; the engine's zero means "never", so they are played somewhere later. */
const EPOCH_S = 1_000_000_000

const StoryRule = z.looseObject({ id: z.string(), point: z.string(), kind: z.string() })
const Step = z.object({
  at: z.number(),
  t: z.number().optional(),
  v: z.record(z.string(), z.number()).optional(),
  q: z.record(z.string(), z.enum(qualities)).optional(),
  do: z.string().optional(),
  rule: z.string().optional(),
  restart: z.boolean().optional(),
})
type Step = z.infer<typeof Step>
const StoryEvent = z.object({ rule: z.string().nullable(), event: z.string(), at: z.number(), late: z.boolean().optional(), announced: z.boolean().optional() })
export type StoryEvent = z.infer<typeof StoryEvent>
const Story = z.object({
  name: z.string(), why: z.string(), rules: z.array(StoryRule), steps: z.array(Step), expect: z.array(StoryEvent), states: z.record(z.string(), z.string()),
})
export type Story = z.infer<typeof Story>

/** The worked stories of alarm semantics, those whose rules and commands this engine knows. */
export const loadStories = (file: URL): { known: Story[]; all: Story[] } => {
  const all = z.array(Story).parse(JSON.parse(readFileSync(file, 'utf8')))
  const kinds: readonly string[] = ruleKinds
  const commands = [undefined, 'acknowledge', 'reset']
  return { all, known: all.filter((story) => story.rules.every((rule) => kinds.includes(rule.kind)) && story.steps.every((step) => commands.includes(step.do))) }
}

interface Stage {
  engine: Engine
  keeper: AlarmKeeper
  store: AlarmRecords
  events: StoryEvent[]
  now: number
}

/** Plays a story on the real engine and the real record store. @param restartEachStep whether the engine is thrown away after each step. */
export const playStory = async (story: Story, restartEachStep: boolean): Promise<{ events: StoryEvent[]; states: Record<string, string> }> => {
  const folder = await mkdtemp(join(tmpdir(), 'hazardwatch-story-'))
  let records: Records | undefined
  try {
    records = await openRecords(join(folder, 'records.db'))
    const stage: Stage = { ...fresh(story, createAlarmRecords(records)), events: [], now: 0 }
    for (const step of story.steps) {
      await play(stage, story, step)
      if (restartEachStep) await restart(stage, story)
    }
    return { events: stage.events, states: statesOf(stage, story) }
  } finally {
    await records?.destroy()
    await rm(folder, { recursive: true })
  }
}

const play = async (stage: Stage, story: Story, step: Step): Promise<void> => {
  stage.now = (EPOCH_S + step.at) * 1000
  advanceEngine(stage.engine, stage.now)
  if (step.restart === true) await restart(stage, story)
  if (step.v !== undefined) readings(stage, step, step.v)
  if (step.do !== undefined) command(stage, step)
  await keep(stage)
}

const readings = (stage: Stage, step: Step, values: Record<string, number>): void => {
  const time = (EPOCH_S + (step.t ?? step.at)) * 1000
  const rows = Object.entries(values).map(([tag, value]) => ({ point: numberOf(tag), time, value, quality: step.q?.[tag] ?? 'good' as const }))
  for (const { point } of rows) stage.engine.changes.points.add(point)
  for (const [, refusedAt] of judgeBatch(stage.engine, batchOf(stage.now, rows))) stage.events.push({ rule: null, event: 'refused', at: seconds(refusedAt) })
}

const command = (stage: Stage, step: Step): void => {
  const alarm = stage.engine.alarms.byRule.get(step.rule ?? '')
  try {
    if (alarm === undefined) throw new HazardError('not_found', 'no occurrence is open')
    if (step.do === 'acknowledge') acknowledgeAlarm(stage.engine, alarm.id, 'operator', stage.now)
    else resetAlarm(stage.engine, alarm.id, 'operator', stage.now)
  } catch (error) {
    if (!(error instanceof HazardError)) throw error
    stage.events.push({ rule: step.rule ?? null, event: 'refused', at: step.at })
  }
}

const keep = async (stage: Stage): Promise<void> => {
  for (const transition of stage.engine.changes.transitions) if (transition.event !== 'superseded') stage.events.push(eventOf(transition))
  await stage.keeper.flush()
}

const eventOf = ({ alarm, event, at, announced }: AlarmTransition): StoryEvent =>
  ({ rule: alarm.rule, event, at: seconds(at), ...(alarm.late ? { late: true } : {}), ...(announced ? {} : { announced: false }) })

const restart = async (stage: Stage, story: Story): Promise<void> => {
  Object.assign(stage, fresh(story, stage.store))
  restoreEngine(stage.engine, await stage.store.load())
}

const fresh = (story: Story, store: AlarmRecords): { engine: Engine; keeper: AlarmKeeper; store: AlarmRecords } => {
  const engine = createEngine()
  for (const rule of story.rules) configureRule(engine, AlarmRule.parse({ priority: 'red', ...rule, enterprise: 'E' }), pointOf(rule.point), 0)
  const keeper = createAlarmKeeper({
    engine, records: store, clock: () => 0, regionOf: () => '', onDurable: () => undefined, pause: () => Promise.resolve(),
    onFailure: (error) => { throw error },
  })
  return { engine, keeper, store }
}

const statesOf = (stage: Stage, story: Story): Record<string, string> =>
  Object.fromEntries(story.rules.map(({ id }) => [id, stage.engine.alarms.byRule.get(id)?.state ?? 'normal']))

const seconds = (epochMs: number): number => epochMs / 1000 - EPOCH_S

const numberOf = (tag: string): number => Array.from(tag).reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 997, 1)

const pointOf = (tag: string): NumberedPoint => testPoint(numberOf(tag), tag)
