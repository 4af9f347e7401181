import { alcoholTankFarm } from './alcohol-tank-farm.ts'
import { ammoniaColdStore } from './ammonia-cold-store.ts'
import { converterGasPlant } from './converter-gas-plant.ts'
import type { DemoEnterprise } from './demo-enterprise.ts'
import { methaneSite } from './methane-site.ts'
import { picklingPlant } from './pickling-plant.ts'
import { woodDustPlant } from './wood-dust-plant.ts'
import { ammoniaRefrigeration } from '../plants/ammonia-refrigeration.ts'
import { dustCollector } from '../plants/dust-collector.ts'
import { gasHolder } from '../plants/gas-holder.ts'
import { runPlant, type PlantRun } from '../plants/plant.ts'
import { sludgePit } from '../plants/sludge-pit.ts'
import { tankFarm } from '../plants/tank-farm.ts'
import type { Rng } from '../rng.ts'

/** A demo enterprise whose readings come from a plant model. */
export interface SimulatedEnterprise {
  ledger: DemoEnterprise
  /** @param at epoch ms of the beginning. */
  run(at: number, rng: Rng): PlantRun
}

export const simulatedEnterprises: readonly SimulatedEnterprise[] = [
  { ledger: ammoniaColdStore, run: (at, rng) => runPlant(ammoniaRefrigeration, at, rng) },
  { ledger: woodDustPlant, run: (at, rng) => runPlant(dustCollector, at, rng) },
  { ledger: alcoholTankFarm, run: (at, rng) => runPlant(tankFarm, at, rng) },
  { ledger: converterGasPlant, run: (at, rng) => runPlant(gasHolder, at, rng) },
  { ledger: picklingPlant, run: (at, rng) => runPlant(sludgePit, at, rng) },
]

/** Every enterprise of the demo, as it is to stand in the ledger. @param speed of the replay, see {@link methaneSite}. */
export const demoProvince = (speed: number): DemoEnterprise[] => [methaneSite(speed), ...simulatedEnterprises.map(({ ledger }) => ledger)]
