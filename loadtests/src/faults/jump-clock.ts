import { readFileSync } from 'node:fs'

/**
 * Loaded before the service (`node --import URL?file=PATH`): at SIGUSR2 its wall clock jumps by the milliseconds that stand in the file.
 * Timers are monotonic and go on, as when somebody sets the clock of the machine.
 */
const file = new URL(import.meta.url).searchParams.get('file') ?? ''
const trueNow = Date.now
let offsetMs = 0

Date.now = () => trueNow() + offsetMs
process.on('SIGUSR2', () => { offsetMs = Number(readFileSync(file, 'utf8')) })
