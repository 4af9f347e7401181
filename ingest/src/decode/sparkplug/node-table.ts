import { createEdgeNode, type EdgeNode } from './edge-node.ts'
import { createRoom, type Room } from './metric-table.ts'

/** Edge nodes of a country's enterprises, several each. */
const NODES_MAX = 30_000

/** Metrics and devices of all nodes: about 300 bytes each with names of usual length, twice a country's 440,000 points. */
const ENTRIES_MAX = 1_000_000

export interface NodeTable {
  nodes: Map<string, EdgeNode>
  /** The same nodes as far as they are not online, longest known first: these make room for new ones. */
  offline: Set<EdgeNode>
  room: Room
}

export const createNodeTable = (): NodeTable => ({ nodes: new Map(), offline: new Set(), room: createRoom(ENTRIES_MAX, null) })

// Neither id can hold a slash: they are levels of a topic.
const keyOf = (group: string, edge: string): string => `${group}/${edge}`

const findNode = (table: NodeTable, group: string, edge: string): EdgeNode | undefined => table.nodes.get(keyOf(group, edge))

/** @returns the node, which is new and offline if it was not known; undefined when all nodes that may be kept are online. */
export const findOrAddNode = (table: NodeTable, group: string, edge: string, arrivedAt: number): EdgeNode | undefined => {
  const known = findNode(table, group, edge)
  if (known !== undefined) return known
  if (table.nodes.size >= NODES_MAX && !dropOffline(table)) return undefined
  const node = createEdgeNode(group, edge, arrivedAt, table.room)
  table.nodes.set(keyOf(group, edge), node)
  table.offline.add(node)
  return node
}

/** Keeps the set of those offline in step with what a birth or death did to a node. */
export const noteOnline = (table: NodeTable, node: EdgeNode): void => {
  if (node.online) table.offline.delete(node)
  else table.offline.add(node)
}

const dropOffline = ({ nodes, offline }: NodeTable): boolean => {
  for (const node of offline) {
    offline.delete(node)
    return nodes.delete(keyOf(node.group, node.edge))
  }
  return false
}
