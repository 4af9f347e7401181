import { spawn } from 'node:child_process'
import { resolve } from 'node:path'

/** Types, lint and dead code of the tree in the current folder. All three are run and told, whichever of them fails. */
const steps = [
  { name: 'types', command: ['typescript/bin/tsc', '--pretty', 'false'] },
  { name: 'lint', command: ['oxlint/bin/oxlint', '.'] },
  { name: 'dead code', command: ['knip/bin/knip.js', '--no-progress', '--no-config-hints'] },
]

const run = async ({ name, command: [script = '', ...args] }: (typeof steps)[number]): Promise<boolean> => {
  const child = spawn(process.execPath, [resolve('node_modules', script), ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  const output: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => { output.push(chunk) })
  child.stderr.on('data', (chunk: Buffer) => { output.push(chunk) })
  const code = await new Promise<number | null>((done, failed) => { child.on('error', failed).on('close', done) })
  if (code !== 0) console.log(Buffer.concat(output).toString().trim())
  console.log(`${name}: ${code === 0 ? 'ok' : 'FAILED'}`)
  return code === 0
}

const failed: string[] = []
for (const step of steps) {
  // One after the other: each already uses all cores, and their reports stay apart.
  if (!(await run(step))) failed.push(step.name)
}
console.log(failed.length === 0 ? 'check passed' : `check failed: ${failed.join(', ')}`)
process.exitCode = failed.length === 0 ? 0 : 1
