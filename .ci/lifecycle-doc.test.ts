import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { lifecycleDoc, renderLifecycle } from './lifecycle-doc.ts'

it('docs/alarm-lifecycle.md says what the transition table says; if not, run: node .ci/lifecycle-doc.ts', () => {
  expect(readFileSync(lifecycleDoc, 'utf8')).toBe(renderLifecycle())
})
