import { defineConfig } from 'vitest/config'
import { findChromium } from '@hazardwatch/shared/node/processes/find-program'

const stories = ['simulators/flow/**/*.flow.test.ts', '**/*.browser.test.ts']
const everywhere = '{shared,ingest,alerting,dashboard,simulators,loadtests,.ci}/**/*.test.{ts,tsx}'
const never = ['**/node_modules/**', '**/dist/**']

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    allowOnly: false,
    reporters: ['default', './.ci/summary-reporter.ts'],
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: [everywhere, '*.test.ts'], exclude: [...never, ...stories], testTimeout: 15_000 },
      },
      {
        // Real broker, real stores, real browser: they wait for events, and a loaded machine takes its time.
        extends: true,
        test: { name: 'stories', include: stories, exclude: never, testTimeout: 60_000, hookTimeout: 60_000, provide: { chromium: findChromium() ?? '' } },
      },
    ],
  },
})

declare module 'vitest' {
  interface ProvidedContext {
    /** Path of the browser for the browser tests; `inject('chromium')` gets it. */
    chromium: string
  }
}
