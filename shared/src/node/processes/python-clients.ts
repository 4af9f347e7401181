import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { builtTool } from './influx-places.ts'

const wanted = join(import.meta.dirname, '../../../../.ci/tools/python-clients.txt')

/** @returns the interpreter that has the Python clients of the tests, as `.ci/tools/install-python-clients.sh` leaves them; undefined when they are not installed, or others are. */
export const findPythonClients = (environment: Record<string, string | undefined> = process.env): string | undefined => {
  const python = builtTool('python-clients/venv/bin/python', environment)
  const installed = builtTool('python-clients/installed.txt', environment)
  const same = existsSync(python) && existsSync(installed) && readFileSync(installed, 'utf8') === readFileSync(wanted, 'utf8')
  return same ? python : undefined
}
