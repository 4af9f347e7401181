import { dirname, join, relative } from 'node:path/posix'
import { visitModules } from './module-imports.ts'
import type { Rule } from './rule-types.ts'

interface Options {
  /** Folders of the packages, from the root of the repository. */
  packages: string[]
  /** The one package that every other may import. */
  shared: string
  /** Their names are scope + folder, `/` as `-`. */
  scope: string
}

/** A package imports itself by relative paths and, beside the libraries it declares, only the shared package by its name. */
export const importArrows: Rule = {
  meta: { type: 'problem', schema: false },
  create: (context) => {
    const options = context.options[0] as unknown as Options
    const file = fromRoot(context.filename, context.cwd)
    const home = homeOf(file, options.packages)
    return visitModules((specifier, node) => {
      const fault = specifier.startsWith('.') ? judgePath(join(dirname(file), specifier), home, options) : judgeName(specifier, home, options)
      if (fault !== undefined) context.report({ node, message: fault })
    })
  },
}

const fromRoot = (filename: string, cwd: string): string => relative(cwd.replaceAll('\\', '/'), filename.replaceAll('\\', '/'))

/** A folder that is not listed counts as a package of its own; the files beside it at the root have none. */
const homeOf = (file: string, packages: readonly string[]): string => {
  const listed = packages.find((folder) => file.startsWith(`${folder}/`))
  return listed ?? (file.includes('/') ? file.slice(0, file.indexOf('/')) : '')
}

const judgePath = (target: string, home: string, { packages, shared, scope }: Options): string | undefined => {
  const targetHome = target.startsWith('..') ? 'the outside' : homeOf(target, packages)
  if (targetHome === home) return undefined
  if (targetHome === shared) return `Import ${scope}${shared}/<file> instead of a path into ${shared}.`
  return `${home === '' ? 'A file at the root' : home} must not reach into ${targetHome === '' ? 'the root' : targetHome}: packages meet in ${shared} only.`
}

const judgeName = (specifier: string, home: string, { shared, scope }: Options): string | undefined => {
  if (!specifier.startsWith(scope)) return undefined
  const named = specifier.slice(scope.length).split('/')[0]
  if (named !== home.replaceAll('/', '-')) {
    return named === shared ? undefined : `${home === '' ? 'A file at the root' : home} must not import ${specifier}: packages meet in ${shared} only.`
  }
  return `Import files of the own package by a relative path instead of ${specifier}.`
}
