import { qualityCode } from '@hazardwatch/shared/quality'

/** Data flags of HJ 212-2017. T and B are the two that name the instrument's limits: over range, and no communication. */
const flags = new Map<string, number>(
  ([['N', 'good'], ['F', 'stopped'], ['M', 'maintenance'], ['S', 'manual'], ['D', 'fault'], ['C', 'calibration'], ['T', 'out_of_range'], ['B', 'fault']] as const)
    .map(([flag, quality]) => [flag, qualityCode(quality) ?? 1]),
)

export const HJ212_FLAGS = [...flags.keys()].join(' ')

/** @returns the quality code of a data flag, or undefined when the letter is none. */
export const hj212Quality = (flag: string): number | undefined => flags.get(flag)
