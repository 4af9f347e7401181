import type { ImportDeclaration, Reported } from './rule-types.ts'

/**
 * @param names what must not be imported from the module; `*` stands for the whole module under one name. Undefined = nothing.
 * @returns the parts of the import that are on the list; types do not count.
 */
export const riskyImports = (node: ImportDeclaration, names: ReadonlySet<string> | undefined): Reported[] => {
  if (names === undefined || node.importKind === 'type') return []
  return node.specifiers.filter((specifier) => {
    if (specifier.type === 'ImportNamespaceSpecifier') return names.has('*')
    if (specifier.type === 'ImportDefaultSpecifier') return names.has('default')
    if (specifier.importKind === 'type') return false
    return names.has(specifier.imported.type === 'Identifier' ? specifier.imported.name : specifier.imported.value)
  })
}
