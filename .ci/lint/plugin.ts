import { environmentInConfig } from './environment-in-config.ts'
import { importArrows } from './import-arrows.ts'
import { noClockOrChance } from './no-clock-or-chance.ts'

/** The rules of this repository's architecture that no published rule states. The linter loads the default export. */
export default {
  meta: { name: 'hazardwatch' },
  rules: {
    'environment-in-config': environmentInConfig,
    'import-arrows': importArrows,
    'no-clock-or-chance': noClockOrChance,
  },
}
