import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createTopicTree } from './topic-tree.ts'

const treeOf = (...filters: string[]) => {
  const tree = createTopicTree<string>()
  for (const filter of filters) tree.set(filter, filter)
  return tree
}

describe('a filter is found', () => {
  it.each<[topic: string, filter: string, found: boolean]>([
    ['a/b', 'a/b', true], ['a/b', 'a', false], ['a', 'a/b', false], ['a/b', 'a/+', true], ['a', 'a/+', false], ['a/', 'a/+', true],
    ['a/b/c', 'a/+', false], ['a/b/c', 'a/#', true], ['a', 'a/#', true], ['b', 'a/#', false], ['/a', '+/a', true], ['a/b/c', '+/b/#', true],
    ['spBv1.0/G/NBIRTH/E', 'spBv1.0/G/+/E/#', true], ['spBv1.0/G/DDATA/E/D', 'spBv1.0/G/+/E/#', true], ['spBv1.0/G/DDATA/F/D', 'spBv1.0/G/+/E/#', false],
    // Filters against filters: is there a topic that both match?
    ['a/+', 'a/b', true], ['a/+', '+/b', true], ['a/+', 'b/+', false], ['a/#', 'a', true], ['a/#', 'a/b/c', true], ['a/#', 'b/c', false], ['a/+/c', 'a/b/#', true], ['+/x', 'a/y', false],
  ])('%s by %s: %s', (topic, filter, found) => {
    expect(treeOf(filter).find(topic)).toBe(found ? filter : undefined)
  })
})

it('tries a wildcard where the name leads nowhere', () => { expect(treeOf('a/b/c', 'a/+/d').find('a/b/d')).toBe('a/+/d') })
it('passes over what is not wanted', () => { expect(treeOf('a/b', 'a/+').find('a/b', (item) => item !== 'a/b')).toBe('a/+') })

it('agrees with levels compared one by one, and forgets what is deleted', () => {
  const level = fc.constantFrom('a', 'b', '')
  const filter = fc.tuple(fc.array(fc.oneof(level, fc.constant('+')), { minLength: 1, maxLength: 4 }), fc.boolean()).map(([levels, all]) => [...levels, ...(all ? ['#'] : [])].join('/'))
  fc.assert(fc.property(filter, filter, fc.array(level, { minLength: 1, maxLength: 5 }), (one, other, levels) => {
    const tree = treeOf(one)
    expect(tree.find(levels.join('/')) !== undefined).toBe(matches(one.split('/'), levels))
    tree.set(other, other)
    tree.delete(one)
    expect(tree.find(levels.join('/')) !== undefined).toBe(one !== other && matches(other.split('/'), levels))
  }))
})

const matches = ([name, ...filter]: readonly string[], levels: readonly string[]): boolean => {
  if (name === undefined) return levels.length === 0
  if (name === '#') return true
  return levels.length > 0 && (name === '+' || name === levels[0]) && matches(filter, levels.slice(1))
}
