import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Ajv, type AnySchema } from 'ajv'
import { parse } from 'yaml'

/** The schema that the Compose specification publishes, as dclint ships it. */
const schemaFile = join(dirname(createRequire(import.meta.url).resolve('dclint/package.json')), 'schemas', 'compose.schema.json')

/** @returns every place where a compose file departs from the published schema, a line each. */
export const schemaFaults = (text: string): string[] => {
  // It names its own schema by an https address, which Ajv does not know as draft 7.
  const validate = new Ajv({ strict: false, allErrors: true, validateSchema: false }).compile(JSON.parse(readFileSync(schemaFile, 'utf8')) as AnySchema)
  if (validate(parse(text, { merge: true }))) return []
  return (validate.errors ?? []).map(({ instancePath, message, params }) => `${instancePath}: ${message ?? ''} ${JSON.stringify(params)}`)
}
