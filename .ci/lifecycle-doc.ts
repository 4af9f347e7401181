import { writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { underlyingStates, type UnderlyingState } from '../shared/src/alarm.ts'
import { hidingEvents, lifecycleEvents, nextHeld, nextState, shownState, type Held, type LifecycleEvent } from '../alerting/src/alarm-lifecycle.ts'

/** The page that says what becomes of an alarm: written from the transition table itself, by `node .ci/lifecycle-doc.ts`. */
export const lifecycleDoc = new URL('../docs/alarm-lifecycle.md', import.meta.url)

const plain = { ackRequired: true, latching: false }

/** A cell in words: what happens usually, and where the rule's settings make a difference. */
const cell = (state: UnderlyingState, event: LifecycleEvent): string => {
  const usual = nextState(state, event, plain)
  const latching = nextState(state, event, { ...plain, latching: true })
  const unasked = nextState(state, event, { ...plain, ackRequired: false })
  return [word(usual), ...(latching === usual ? [] : [`latching: ${word(latching)}`]), ...(unasked === usual ? [] : [`\`ackRequired: false\`: ${word(unasked)}`])].join('; ')
}

const word = (outcome: string): string => (outcome === 'refused' ? '–' : outcome)

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')

const heldStates: readonly Held[] = ['none', 'shelved', 'out_of_service']

export const renderLifecycle = (): string => `# What becomes of an alarm

This page is written from \`alerting/src/alarm-lifecycle.ts\` by \`node .ci/lifecycle-doc.ts\`; a test fails when the two differ. Edit the table there.

## The states

\`raise\` and \`clear\` come from the condition, \`acknowledge\` and \`reset\` from a person, \`reAlarm\` from the clock (an acknowledged alarm that still stands after
the rule's \`reAlarmS\`), \`reveal\` from the end of whatever hid the alarm. A dash: a command is refused, a raise or clear changes nothing. A raise from anything but
\`normal\` begins a new occurrence; the one before can still be acknowledged by its id.

${table(['state', ...lifecycleEvents], underlyingStates.map((state) => [`**${state}**`, ...lifecycleEvents.map((event) => cell(state, event))]))}

## Hidden by people

Any state can be hidden; underneath, everything goes on unannounced, and other commands are refused. Each needs who and why; shelving ends by itself
at its time at the latest (\`expire\`), a one-shot shelving also when the alarm clears. It then goes through \`reveal\`.

${table(['hidden', ...hidingEvents], heldStates.map((held) => [`**${held}**`, ...hidingEvents.map((event) => word(nextHeld(held, event)))]))}

## What is shown

Suppression by design comes and goes by itself and hides nothing that a person has hidden already.

${table(['hidden', 'not suppressed', 'suppressed'], heldStates.map((held) => [
    `**${held}**`, ...[false, true].map((suppressed) => (held === 'none' && !suppressed ? 'the state underneath' : shownState('normal', held, suppressed))),
  ]))}

## In a dry run

A rule with \`dryRun: true\` is judged live like any other. What it finds is recorded with \`dryRun: true\`, never announced, and stands beside this table: its state
is always \`normal\`, commands on it are refused, it covers no other alarm and colours nothing. \`GET /api/v1/alarms?dryRun=true\` lists it, no other list does.

${table(['the rule is switched', 'while its condition holds'], [
    ['to a dry run', 'the alarm that stands stays live until its condition ends, and is acknowledged as ever; the dry run begins with the next raise'],
    ['to live', 'the alarm is raised at that moment, announced, with the onset it had and an id of its own; what the dry run recorded ends there'],
    ['off, moved or taken out', 'what the dry run recorded ends'],
  ])}
`

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) writeFileSync(lifecycleDoc, renderLifecycle())
