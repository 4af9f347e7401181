import { expect, it } from 'vitest'
import { weakenFault } from './weaken-fault.ts'

const healthy = [[10, 0], [12, 2], [8, -2]]
const normal = [[11, 1], [9, -1]]
const fault = [[14, 0], [10, 8]]

it('is the fault-free run at a share of 0 and the recorded fault at 1', () => {
  expect(weakenFault(healthy, normal, fault, 0)).toEqual(normal)
  expect(weakenFault(healthy, normal, fault, 1)).toEqual(fault)
})

it('shrinks what the fault does around the healthy mean, and leaves the noise as large as it was', () => {
  // 0.6 of the fault and 0.8 of the normal run: 0.36 + 0.64 = 1.
  const [first, second] = weakenFault(healthy, normal, fault, 0.6)
  expect(first![0]).toBeCloseTo(10 + 0.8 * 1 + 0.6 * 4)
  expect(second![1]).toBeCloseTo(0.8 * -1 + 0.6 * 8)
})
