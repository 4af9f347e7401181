import { pino, type Logger } from 'pino'

export type Log = Logger

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const

/** One JSON line a fact, on standard error, so that standard output stays free for what a person reads. */
export const createLog = (level: (typeof logLevels)[number]): Log => pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination({ fd: 2, sync: true }))
