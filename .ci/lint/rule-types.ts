import type { RuleTester } from 'oxlint/plugins-dev'

/** The linter does not export these types by name; its own rule tester carries them. */
export type Rule = Extract<Parameters<RuleTester['run']>[1], { create: unknown }>
export type RuleContext = Parameters<Rule['create']>[0]
export type Visitor = ReturnType<Rule['create']>
export type Reported = NonNullable<Parameters<RuleContext['report']>[0]['node']>

type ModuleOf<Name extends keyof Visitor> = NonNullable<Visitor[Name]> extends (node: infer Node) => void ? Node : never
export type ImportDeclaration = ModuleOf<'ImportDeclaration'>
