import type { Problem } from '../../refusals.ts'

const ROOT = 'spBv1.0'

export const sparkplugVerbs = ['NBIRTH', 'NDEATH', 'NDATA', 'NCMD', 'DBIRTH', 'DDEATH', 'DDATA', 'DCMD'] as const
export type SparkplugVerb = (typeof sparkplugVerbs)[number]

/** Whom a Sparkplug message is from (or to, for commands). `device` is empty for the node itself; STATE is of a host. */
export type SparkplugAddress = { verb: SparkplugVerb; group: string; edge: string; device: string } | { verb: 'STATE'; host: string }

/** Bounds what one id costs in memory; a tag of the ledger has at most 128. */
const ID_MAX = 128

const verbs = new Map<string, SparkplugVerb>(sparkplugVerbs.map((verb) => [verb, verb]))

/** @returns who speaks, or why the topic is none of `spBv1.0/{group}/{verb}/{edge}[/{device}]` and `spBv1.0/STATE/{host}`. */
export const parseSparkplugTopic = (topic: string): SparkplugAddress | Problem => {
  const levels = topic.split('/', 6)
  const [root, group = '', verbName = '', edge = '', device = ''] = levels
  if (root !== ROOT) return topicProblem(topic, `begins with ${ROOT}/`)
  if (group === 'STATE' && levels.length === 3 && verbName !== '') return { verb: 'STATE', host: verbName }
  const verb = verbs.get(verbName)
  if (verb === undefined) return topicProblem(topic, `has one of ${sparkplugVerbs.join(', ')} as its third level`)
  const ofDevice = verb.startsWith('D')
  if (levels.length !== (ofDevice ? 5 : 4)) return topicProblem(topic, `is ${ROOT}/{group}/${verb}/{edge}${ofDevice ? '/{device}' : ''}`)
  if (group === '' || edge === '' || (ofDevice && device === '')) return topicProblem(topic, 'has no empty level')
  if (group.length > ID_MAX || edge.length > ID_MAX || device.length > ID_MAX) return topicProblem(topic, `has names of at most ${ID_MAX} characters`)
  return { verb, group, edge, device }
}

export const nodeCommandTopic = (group: string, edge: string): string => `${ROOT}/${group}/NCMD/${edge}`
export const stateTopic = (host: string): string => `${ROOT}/STATE/${host}`

const topicProblem = (topic: string, shape: string): Problem => ({
  reason: 'wrong_shape', where: '$topic', detail: `a Sparkplug B topic ${shape}; this one is ${JSON.stringify(topic.slice(0, 100))}`,
})
