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
import { runPlant, type Plant, type PlantRun } from '../plants/plant.ts'
import { sludgePit } from '../plants/sludge-pit.ts'
import { tankFarm } from '../plants/tank-farm.ts'
import { planTroubles, troublePlant, type TroubleHabit } from '../plants/troubles.ts'
import { createRng, type Rng } from '../rng.ts'

/** A demo enterprise whose readings come from a plant model. */
export interface SimulatedEnterprise {
  ledger: DemoEnterprise
  /** What goes wrong slowly; the truth of a run is {@link planTroubles} with {@link troubleStream}. */
  troubles: readonly TroubleHabit[]
  /** @param at epoch ms of the beginning. @param seed the same seed gives the same course. */
  run(at: number, seed: number): PlantRun
}

/** Chance of the troubles of an enterprise. */
export const troubleStream = (seed: number, code: string): Rng => createRng(seed, `${code} troubles`)

const simulated = <State>(ledger: DemoEnterprise, plant: Plant<State>, troubles: readonly TroubleHabit[] = []): SimulatedEnterprise => ({
  ledger,
  troubles,
  run: (at, seed) => {
    const { code } = ledger.enterprise
    const rng = troubleStream(seed, code)
    return troublePlant(runPlant(plant, at, createRng(seed, code)), planTroubles(troubles, at, rng), rng)
  },
})

export const simulatedEnterprises: readonly SimulatedEnterprise[] = [
  simulated(ammoniaColdStore, ammoniaRefrigeration, [
    // An evaporator flange that seeps.
    { kind: 'leaking', tag: 'GD-03', afterMin: [4, 8], lastsMin: 45, perMinute: 0.8, sensor: { noise: 0.35, decimals: 0, low: 0, high: 1000 } },
  ]),
  simulated(woodDustPlant, dustCollector),
  simulated(alcoholTankFarm, tankFarm),
  simulated(converterGasPlant, gasHolder, [
    { kind: 'stuck', tag: 'CO-02', afterMin: [3, 7], lastsMin: 40, perMinute: 0 },
    // A bearing of the booster begins to fail: its vibration grows restless, within the limits for the better part of an hour.
    { kind: 'swinging', tag: 'BL01.VIB', afterMin: [24, 28], lastsMin: 60, perMinute: 0.05, swing: { usual: 2.2, periodS: 22 }, sensor: { noise: 0.12, decimals: 2, low: 0, high: 20 } },
  ]),
  simulated(picklingPlant, sludgePit, [
    // The electrolyte of an electrochemical cell dries up.
    { kind: 'drifting', tag: 'O2-02', afterMin: [5, 9], lastsMin: 60, perMinute: -0.025, like: 'O2-01', sensor: { noise: 0.03, decimals: 1, low: 0, high: 30 } },
  ]),
]

/** Every enterprise of the demo, as it is to stand in the ledger. @param speed of the replay, see {@link methaneSite}. */
export const demoProvince = (speed: number): DemoEnterprise[] => [methaneSite(speed), ...simulatedEnterprises.map(({ ledger }) => ledger)]
