import type { ReactElement } from 'react'
import { nameOf, type Language } from '../i18n/setup.ts'
import type { RegionChoice as Choice } from '../place/region-choices.ts'

/** One of the regions, each below the one that it lies in. */
export const RegionChoice = ({ label, region, choices, language, onChoose }: { label: string; region: string; choices: readonly Choice[]; language: Language; onChoose(adcode: string): void }): ReactElement => (
  <label>
    {label}{' '}
    <select value={region} onChange={(event) => onChoose(event.target.value)} data-testid="region-choice">
      {choices.map(({ region: choice, depth }) => (
        <option key={choice.adcode} value={choice.adcode}>
          {'\u2003'.repeat(depth)}
          {nameOf(choice, language)}
        </option>
      ))}
    </select>
  </label>
)
