import { describe, expect, it } from 'vitest'
import { DEMO_BEGINS, readMethaneWeek, rowAt } from './methane-week.ts'

describe('the methane week', () => {
  const week = readMethaneWeek()

  it('has 10,080 minutes from 2022-05-09', () => {
    expect(week.rows.length).toBe(10_080)
    expect(week.startsAt).toBe(Date.UTC(2022, 4, 9))
  })

  it.each([
    { name: 'a gap leaves its tags out', time: Date.UTC(2022, 4, 9), row: { 'WS-01': 1.4775 } },
    {
      name: 'a full row', time: Date.UTC(2022, 4, 9, 0, 1),
      row: {
        'CH4-E': 1.802, 'CH4-N': 1.848, 'CH4-NE': 1.667, 'CH4-NW': 1.844, 'CH4-S': 1.896, 'CH4-SE': 1.798,
        'CH4-SW': 2.326, 'CH4-W': 1.974, 'WS-01': 1.52,
      },
    },
  ])('$name', ({ time, row }) => {
    expect(week.rows[rowAt(week, time)]).toEqual(row)
  })

  it('peaks at 129 ppm and has no value that is not a number', () => {
    const values = week.rows.flatMap((row) => Object.entries(row).filter(([tag]) => tag.startsWith('CH4-')).map(([, value]) => value))
    expect(values.every(Number.isFinite)).toBe(true)
    expect(Math.round(values.reduce((most, value) => Math.max(most, value), 0))).toBe(129)
  })

  it('the demo begins within the week', () => {
    expect(week.rows[rowAt(week, DEMO_BEGINS)]).toHaveProperty('CH4-E')
  })
})
