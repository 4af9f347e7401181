import { parseArgs } from 'node:util'

export interface DetectOptions {
  readonly input: string
  readonly output: string
  readonly detector: string
  readonly fit: number
  readonly baseline: string | undefined
  readonly columns: readonly string[] | undefined
  /** A fourth column beside timestamp, score and alarm. */
  readonly severity: boolean
}

/** What was asked for cannot be done; one line for the user. */
export class OptionFault extends Error {}

/** @throws {OptionFault} */
export const readDetectOptions = (args: readonly string[], kinds: readonly string[]): DetectOptions => {
  const { input, output, detector = 'anomaly', fit = '0', baseline, columns, severity = false } = parse(args)
  if (input === undefined || output === undefined) throw new OptionFault('--input and --output are both wanted')
  if (!kinds.includes(detector)) throw new OptionFault(`there is no detector "${detector}"; choose one of: ${kinds.join(', ')}`)
  if (!/^\d+$/.test(fit)) throw new OptionFault(`--fit wants a number of rows, not "${fit}"`)
  if (fit !== '0' && baseline !== undefined) throw new OptionFault('--fit and --baseline exclude each other: the baseline is either the first rows or a file of its own')
  const wanted = columns?.split(',').map((column) => column.trim()).filter((column) => column !== '')
  if (wanted?.length === 0) throw new OptionFault('--columns names no column')
  return { input, output, detector, fit: Number(fit), baseline, columns: wanted, severity }
}

const text = { type: 'string' } as const

const parse = (args: readonly string[]) => {
  try {
    return parseArgs({ args: [...args], options: { input: text, output: text, detector: text, fit: text, baseline: text, columns: text, severity: { type: 'boolean' } } }).values
  } catch (error) {
    throw new OptionFault(error instanceof Error ? error.message : String(error))
  }
}
