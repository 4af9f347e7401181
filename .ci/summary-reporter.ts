import { writeSync } from 'node:fs'
import type { Reporter, SerializedError, TestModule, TestRunEndReason } from 'vitest/node'

interface Counts {
  passed: number
  failed: number
}

/**
 * Counts for the last line of a run. A suite or file that failed outside its tests counts as one failure, as does each
 * unhandled error; a run that ended badly for any other reason, or ran nothing, never says 0 failed.
 */
const countRun = (modules: readonly TestModule[], unhandled: readonly SerializedError[], reason: TestRunEndReason): Counts => {
  let passed = 0
  let failed = unhandled.length
  for (const module of modules) {
    failed += module.errors().length > 0 ? 1 : 0
    for (const suite of module.children.allSuites()) failed += suite.errors().length > 0 ? 1 : 0
    for (const test of module.children.allTests()) {
      const { state } = test.result()
      if (state === 'passed') passed += 1
      // A test that is still pending at the end was cut off.
      else if (state !== 'skipped') failed += 1
    }
  }
  if (failed === 0 && (reason !== 'passed' || passed === 0)) failed = 1
  return { passed, failed }
}

export default class SummaryReporter implements Reporter {
  private line = '0 passed, 1 failed'

  onInit(): void {
    // At the very end of the process, so that nothing is printed after it.
    process.on('exit', () => {
      if (!this.line.endsWith(', 0 failed')) process.exitCode = 1
      writeSync(1, `\n${this.line}\n`)
    })
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[], reason: TestRunEndReason): void {
    const { passed, failed } = countRun(modules, unhandled, reason)
    this.line = `${passed} passed, ${failed} failed`
  }
}
