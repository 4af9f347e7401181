import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Runs `npm run detect` with these arguments. */
export const runDetect = async (args: readonly string[]): Promise<void> => new Promise((resolve, reject) => {
  const command = fileURLToPath(new URL('../../alerting/src/detect-main.ts', import.meta.url))
  spawn(process.execPath, [command, ...args], { stdio: ['ignore', 'inherit', 'inherit'] })
    .on('error', reject)
    .on('exit', (code) => { if (code === 0) resolve(); else reject(new Error(`npm run detect ended with ${code}`)) })
})
