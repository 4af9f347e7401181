import { spawnSync } from 'node:child_process'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** The scripts are tried with this one. */
const VERSION = '1.8.1'

/** Where `.ci/tools/build-k6.sh` puts it. */
const built = join(homedir(), '.cache', 'hazardwatch-tools', `k6-${VERSION}`, 'k6')

/** TypeScript and k6/websockets as these scripts use them came with k6 1.0. */
const isUsable = (program: string): boolean => /^k6 v[1-9]/.test(spawnSync(program, ['version'], { encoding: 'utf8' }).stdout ?? '')

/** The machine has no k6; the message is one line that says how to get it. */
class K6Missing extends Error {}

/** @returns path of a k6 of version 1 or later: that of the PATH, else the one built for CI. @throws K6Missing */
export const findK6 = (): string => {
  const found = ['k6', built].find(isUsable)
  if (found !== undefined) return found
  throw new K6Missing(`k6 1.0 or later is not on the PATH: run .ci/tools/build-k6.sh (builds k6 ${VERSION} with Go into ${built}), or install it as https://grafana.com/docs/k6/latest/set-up/install-k6/ says`)
}
