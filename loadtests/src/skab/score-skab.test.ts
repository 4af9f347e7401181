import { expect, it } from 'vitest'
import { scoreSkab } from './score-skab.ts'

it('counts rows over all files together; rows that were learnt from only thin out the false alarms of all rows', () => {
  const score = scoreSkab([
    { labels: [0, 0, 0, 0, 1, 1, 1, 0], alarms: [0, 0, 0, 1, 0, 1, 1, 0], learnt: 2 },
    { labels: [0, 0, 1, 1], alarms: [0, 0, 1, 1], learnt: 1 },
  ])
  expect(score).toEqual({ f1: 4 / 5, missedPercent: 20, falsePercent: 25, falsePercentOfAll: 100 / 7 })
})

it('is 0 for a detector that says nothing', () => {
  expect(scoreSkab([{ labels: [0, 1, 1], alarms: [0, 0, 0], learnt: 0 }])).toEqual({ f1: 0, missedPercent: 100, falsePercent: 0, falsePercentOfAll: 0 })
})
