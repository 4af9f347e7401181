import { globalUses } from './global-references.ts'
import { riskyImports } from './risky-imports.ts'
import type { Rule } from './rule-types.ts'

const advice = 'Only the config reader looks at the environment; take the value from the config that app.ts passes on.'

const ofProcess = new Set(['env', 'loadEnvFile', 'default', '*'])

export const environmentInConfig: Rule = {
  meta: { type: 'problem', schema: false },
  create: (context) => ({
    Program: () => {
      for (const { name, member, node } of globalUses(context)) {
        if (name === 'process' && (member === 'env' || member === 'loadEnvFile')) context.report({ node, message: advice })
      }
    },
    ImportDeclaration: (node) => {
      const names = /^(node:)?process$/.test(node.source.value) ? ofProcess : undefined
      for (const risky of riskyImports(node, names)) context.report({ node: risky, message: advice })
    },
  }),
}
