import type { RuleContext, Reported } from './rule-types.ts'

/** A use of a global: `name` is the global itself, `member` what is taken from it, if that can be read off the source. */
export interface GlobalUse {
  name: string
  member: string | undefined
  /** The innermost expression of the use: what is called, or what is reported. */
  node: Reported
}

type Shape = Record<string, unknown> & { type: string; parent?: Shape | null }

const windows = new Set(['globalThis', 'window', 'self', 'global'])

/** @returns every use of a global in the file, with `globalThis.x` and `const { x } = global` seen through; types do not count. */
export const globalUses = (context: RuleContext): GlobalUse[] => {
  const scope = context.sourceCode.scopeManager.globalScope
  if (scope === null) return []
  // Known globals are variables without a definition; unknown ones stay unresolved.
  const known = scope.variables.filter((variable) => variable.defs.length === 0).flatMap((variable) => variable.references)
  const identifiers = new Set([...scope.through, ...known].map((reference) => reference.identifier as unknown as Shape))
  return [...identifiers].flatMap((identifier) => usesOf(String(identifier['name']), identifier))
}

const usesOf = (name: string, node: Shape): GlobalUse[] => {
  if (isInType(node)) return []
  return membersOf(node).flatMap(({ member, at }) => {
    if (windows.has(name) && member !== undefined) return usesOf(member, at)
    return [{ name, member, node: at as unknown as Reported }]
  })
}

const membersOf = (node: Shape): { member: string | undefined; at: Shape }[] => {
  const parent = node.parent
  if (parent?.type === 'MemberExpression' && parent['object'] === node) return [{ member: memberName(parent), at: parent }]
  if (parent?.type === 'VariableDeclarator' && parent['init'] === node && isShape(parent['id']) && parent['id'].type === 'ObjectPattern') {
    const properties = parent['id']['properties']
    if (Array.isArray(properties)) return properties.filter(isShape).map((property) => ({ member: keyName(property), at: property }))
  }
  return [{ member: undefined, at: node }]
}

const memberName = (member: Shape): string | undefined => nameOf(member['property'], member['computed'] === true)
const keyName = (property: Shape): string | undefined => nameOf(property['key'], property['computed'] === true)

const nameOf = (key: unknown, computed: boolean): string | undefined => {
  if (!isShape(key)) return undefined
  if (key.type === 'Literal') return String(key['value'])
  return computed ? undefined : String(key['name'])
}

const isShape = (value: unknown): value is Shape => typeof value === 'object' && value !== null && 'type' in value

/** `typeof setTimeout` as a type reads no clock. */
const isInType = (node: Shape): boolean => /^TS(?!As|NonNull|Satisfies|TypeAssertion|Instantiation)/.test(node.parent?.type ?? '')
