import { bumpPresets } from '@hazardwatch/shared/instrument-care'
import type { TFunction } from 'i18next'

/** What a test gas is called; one that is not among the usual ones as it was written. */
export const gasName = (gas: string, t: TFunction): string =>
  bumpPresets.some((preset) => preset.gas === gas) ? t(`gas.${gas.replace(' ', '_')}` as 'gas.methane') : gas
