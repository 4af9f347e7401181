import type { Reported, Visitor } from './rule-types.ts'

/** @returns a visitor that tells every module a file names: import, re-export, `import()` and `import('x')` in a type. */
export const visitModules = (tell: (specifier: string, node: Reported) => void): Visitor => ({
  ImportDeclaration: (node) => { tell(node.source.value, node.source) },
  ExportNamedDeclaration: (node) => { if (node.source !== null) tell(node.source.value, node.source) },
  ExportAllDeclaration: (node) => { tell(node.source.value, node.source) },
  ImportExpression: (node) => { if (node.source.type === 'Literal' && typeof node.source.value === 'string') tell(node.source.value, node.source) },
  TSImportType: (node) => { tell(node.source.value, node.source) },
})
