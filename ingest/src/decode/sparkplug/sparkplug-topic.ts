import type { Words } from '@hazardwatch/shared/words'
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
  if (root !== ROOT) return topicProblem(topic, { en: `begins with ${ROOT}/`, zh: `应以 ${ROOT}/ 开头` })
  if (group === 'STATE' && levels.length === 3 && verbName !== '') return { verb: 'STATE', host: verbName }
  const verb = verbs.get(verbName)
  if (verb === undefined) return topicProblem(topic, VERB_LEVEL)
  const ofDevice = verb.startsWith('D')
  if (levels.length !== (ofDevice ? 5 : 4)) {
    const form = `${ROOT}/{group}/${verb}/{edge}${ofDevice ? '/{device}' : ''}`
    return topicProblem(topic, { en: `is ${form}`, zh: `应为 ${form}` })
  }
  if (group === '' || edge === '' || (ofDevice && device === '')) return topicProblem(topic, { en: 'has no empty level', zh: '不能有空的层级' })
  if (group.length > ID_MAX || edge.length > ID_MAX || device.length > ID_MAX) return topicProblem(topic, LONG_NAME)
  return { verb, group, edge, device }
}

export const nodeCommandTopic = (group: string, edge: string): string => `${ROOT}/${group}/NCMD/${edge}`
export const stateTopic = (host: string): string => `${ROOT}/STATE/${host}`

const VERB_LEVEL: Words = { en: `has one of ${sparkplugVerbs.join(', ')} as its third level`, zh: `的第三级应为 ${sparkplugVerbs.join('、')} 之一` }
const LONG_NAME: Words = { en: `has names of at most ${ID_MAX} characters`, zh: `的名称最多 ${ID_MAX} 个字符` }

const topicProblem = (topic: string, shape: Words): Problem => {
  const given = JSON.stringify(topic.slice(0, 100))
  return { reason: 'wrong_shape', where: '$topic', detail: { en: `a Sparkplug B topic ${shape.en}; this one is ${given}`, zh: `Sparkplug B 主题${shape.zh}；此主题是 ${given}` } }
}
