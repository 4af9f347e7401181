/** One figure: name without prefix, and labels. */
export interface Figure { name: string; value: number; labels?: Record<string, string> }

const PREFIX = 'hazardwatch_'

/** Records whose keys are data and not names of figures: they become labels, or each enterprise would be a metric of its own. */
const labelOf: Record<string, string> = { enterprises: 'enterprise', refusedByReason: 'reason' }

/** Lists of records with a name: the name becomes the label. */
const listLabelOf: Record<string, string> = { consumers: 'consumer' }

/** Every number (and flag, as 0 or 1) inside a tree of facts, named by the path that leads to it. Other lists and texts are no figures. */
export const figuresIn = (tree: object, path: readonly string[] = [], labels: Record<string, string> = {}): Figure[] =>
  Object.entries(tree).flatMap(([key, value]: [string, unknown]) => {
    const name = [...path, snakeCase(key)]
    if (typeof value === 'number' && Number.isFinite(value)) return [figureOf(name, value, labels)]
    if (typeof value === 'boolean') return [figureOf(name, Number(value), labels)]
    if (typeof value !== 'object' || value === null) return []
    if (Array.isArray(value)) return namedFigures(value, listLabelOf[key], name, labels)
    const label = labelOf[key]
    if (label === undefined) return figuresIn(value, name, labels)
    return Object.entries(value).flatMap(([text, inner]: [string, unknown]) => {
      const labelled = { ...labels, [label]: text }
      if (typeof inner === 'number') return [figureOf(name, inner, labelled)]
      return typeof inner === 'object' && inner !== null ? figuresIn(inner, name, labelled) : []
    })
  })

const namedFigures = (list: readonly unknown[], label: string | undefined, path: readonly string[], labels: Record<string, string>): Figure[] => (label === undefined ? [] : list.flatMap((item) =>
  (typeof item === 'object' && item !== null && 'name' in item && typeof item.name === 'string' ? figuresIn(item, path, { ...labels, [label]: item.name }) : [])))

const figureOf = (name: readonly string[], value: number, labels: Record<string, string>): Figure =>
  (Object.keys(labels).length === 0 ? { name: name.join('_'), value } : { name: name.join('_'), value, labels })

/** Prometheus text format 0.0.4. Untyped: whether a figure of a part only grows is that part's to know. */
export const prometheusText = (figures: readonly Figure[]): string => {
  // The format wants all samples of a metric together.
  const byName = Map.groupBy(figures, ({ name }) => name)
  const lines = [...byName].flatMap(([name, samples]) => [`# TYPE ${PREFIX}${name} untyped`, ...samples.map(sampleLine)])
  return `${lines.join('\n')}\n`
}

const sampleLine = ({ name, value, labels }: Figure): string => {
  const shown = Object.entries(labels ?? {}).map(([label, text]) => `${label}="${escaped(text)}"`).join(',')
  return `${PREFIX}${name}${shown === '' ? '' : `{${shown}}`} ${value}`
}

const escaped = (text: string): string => text.replace(/[\\"\n]/g, (char) => (char === '\n' ? '\\n' : `\\${char}`))

const snakeCase = (text: string): string => text.replace(/([a-z0-9])([A-Z])/g, '$1_$2').replace(/[^A-Za-z0-9]+/g, '_').toLowerCase()
