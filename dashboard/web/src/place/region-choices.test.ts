import { expect, it } from 'vitest'
import { regions } from '@hazardwatch/shared/region-tree'
import { regionChoices } from './region-choices.ts'

it('what is above comes before what is below it, and nothing else is there', () => {
  const choices = regionChoices(regions, ['220881', '220112']).map(({ region, depth }) => [region.adcode, depth])
  expect(choices).toEqual([['100000', 0], ['220000', 1], ['220100', 2], ['220112', 3], ['220800', 2], ['220881', 3]])
  expect(regionChoices(regions, ['999999'])).toEqual([])
})
