/**
 * MQTT topic filters (4.7) with an item each, looked up by a topic or by another filter: a topic is a filter without wildcards, so
 * "which filter matches this topic" and "which filter could match a topic that this one matches" are one question.
 */
export interface TopicTree<Item> {
  set(filter: string, item: Item): void
  delete(filter: string): void
  /** @returns the first wanted item whose filter shares a topic with `filter`. */
  find(filter: string, wanted?: (item: Item) => boolean): Item | undefined
}

interface Level<Item> {
  /** By name; `+` is a name here. */
  below: Map<string, Level<Item>>
  /** Of the filter that ends here, and of the one that ends in `#` below here. */
  exact: Item | undefined
  all: Item | undefined
}

const createLevel = <Item>(): Level<Item> => ({ below: new Map(), exact: undefined, all: undefined })

export const createTopicTree = <Item>(): TopicTree<Item> => {
  const root = createLevel<Item>()
  return {
    set: (filter, item) => { setItem(root, filter.split('/'), item) },
    delete: (filter) => { dropItem(root, filter.split('/'), 0) },
    find: (filter, wanted = () => true) => findItem(root, filter.split('/'), 0, wanted),
  }
}

const setItem = <Item>(root: Level<Item>, names: readonly string[], item: Item): void => {
  let level = root
  for (const name of names) {
    if (name === '#') {
      level.all = item
      return
    }
    const next = level.below.get(name) ?? createLevel<Item>()
    level.below.set(name, next)
    level = next
  }
  level.exact = item
}

/** @returns whether nothing is left at this level, so that retired filters leave no memory behind. */
const dropItem = <Item>(level: Level<Item>, names: readonly string[], at: number): boolean => {
  const name = names[at]
  if (name === undefined) level.exact = undefined
  else if (name === '#') level.all = undefined
  else {
    const next = level.below.get(name)
    if (next !== undefined && dropItem(next, names, at + 1)) level.below.delete(name)
  }
  return level.below.size === 0 && level.exact === undefined && level.all === undefined
}

/** As deep as the tree at most, however many levels a hostile topic has. */
const findItem = <Item>(level: Level<Item>, names: readonly string[], at: number, wanted: (item: Item) => boolean): Item | undefined => {
  // `a/#` also matches `a` itself.
  if (level.all !== undefined && wanted(level.all)) return level.all
  const name = names[at]
  if (name === undefined) return level.exact !== undefined && wanted(level.exact) ? level.exact : undefined
  if (name === '#') return findAny(level, wanted)
  if (name !== '+') return findBelow(level.below.get(name), names, at, wanted) ?? findBelow(level.below.get('+'), names, at, wanted)
  for (const next of level.below.values()) {
    const item = findItem(next, names, at + 1, wanted)
    if (item !== undefined) return item
  }
  return undefined
}

const findBelow = <Item>(next: Level<Item> | undefined, names: readonly string[], at: number, wanted: (item: Item) => boolean): Item | undefined =>
  (next === undefined ? undefined : findItem(next, names, at + 1, wanted))

const findAny = <Item>(level: Level<Item>, wanted: (item: Item) => boolean): Item | undefined => {
  for (const item of [level.exact, level.all]) if (item !== undefined && wanted(item)) return item
  for (const next of level.below.values()) {
    const item = findAny(next, wanted)
    if (item !== undefined) return item
  }
  return undefined
}
