import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { qualities } from '@hazardwatch/shared/quality'
import { z } from 'zod'
import { StoryError } from '@hazardwatch/shared/story-error'

const commands = ['acknowledge', 'reset', 'shelve', 'unshelve', 'outOfService', 'returnToService'] as const

const Step = z.object({
  at: z.number().describe('Seconds, wall time'),
  t: z.number().optional().describe('Seconds, event time; left out = at'),
  v: z.record(z.string(), z.number().nullable()).optional(),
  q: z.record(z.string(), z.enum(qualities)).optional(),
  do: z.enum(commands).optional(),
  rule: z.string().optional(),
  point: z.string().optional().describe('Of a rule on many points: at which of them'),
  forS: z.number().min(0).optional(),
  restart: z.boolean().optional(),
}).refine((step) => step.do === undefined || step.rule !== undefined, 'a command names its rule')
export type StoryStep = z.infer<typeof Step>

const StoryEvent = z.object({ rule: z.string().nullable(), point: z.string().optional().describe('Of a rule on many points'), event: z.string(), at: z.number(), late: z.boolean().optional(), announced: z.boolean().optional() })
export type StoryEvent = z.infer<typeof StoryEvent>

const Story = z.object({
  name: z.string(),
  why: z.string().optional(),
  rules: z.array(z.looseObject({ id: z.string(), point: z.string(), kind: z.string() })).transform((rules, context) => rules.flatMap((told, index) => {
    // A story is short: what it does not say about a rule is what anybody would take for granted.
    const rule = AlarmRule.safeParse({ enterprise: 'E', priority: 'red', ...told })
    for (const issue of rule.error?.issues ?? []) context.addIssue({ code: 'custom', message: issue.message, path: [index, ...issue.path] })
    return rule.success ? [rule.data] : []
  })),
  steps: z.array(Step),
  expect: z.array(StoryEvent).optional(),
  states: z.record(z.string(), z.string()).optional(),
}).check(({ value, issues }) => {
  const ids = value.rules.map(({ id }) => id)
  const twice = ids.findIndex((id, index) => ids.indexOf(id) !== index)
  if (twice >= 0) issues.push({ code: 'custom', message: `the rule ${ids[twice]} is there twice`, path: ['rules', twice, 'id'], input: value })
  const back = value.steps.findIndex((step, index) => index > 0 && step.at < (value.steps[index - 1]?.at ?? 0))
  if (back >= 0) issues.push({ code: 'custom', message: 'steps must be in order of `at`', path: ['steps', back, 'at'], input: value })
})

/** A story of alarm semantics: rules, what happens at which second, and, in worked ones, what must come of it. */
export type AlarmStory = z.infer<typeof Story>

/** @returns the stories of a JSON text. @throws StoryError */
export const readStories = (text: string): AlarmStory[] => {
  const read = z.array(Story).safeParse(parsed(text))
  if (read.success) return read.data
  const [issue] = read.error.issues
  throw new StoryError(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'is not a story'} (${read.error.issues.length} ${read.error.issues.length === 1 ? 'fault' : 'faults'})`)
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    throw new StoryError(`is not JSON: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  }
}
