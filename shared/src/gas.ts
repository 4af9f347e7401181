/**
 * Gases and vapours that detectors name, for conversions between volume, mass and %LEL. Molar mass in g/mol from standard atomic weights.
 * `lelVol` is the lower explosive limit in %VOL: from memory [M], and tables differ (methane 4.4 or 5.0, ammonia 15 or 16), so a gateway profile may state its own.
 */
export const gases = {
  NH3: { molarMass: 17.031, lelVol: 15 },
  H2S: { molarMass: 34.08, lelVol: 4 },
  CO: { molarMass: 28.01, lelVol: 12.5 },
  CO2: { molarMass: 44.009, lelVol: null },
  Cl2: { molarMass: 70.9, lelVol: null },
  SO2: { molarMass: 64.06, lelVol: null },
  NO: { molarMass: 30.006, lelVol: null },
  NO2: { molarMass: 46.005, lelVol: null },
  HCl: { molarMass: 36.46, lelVol: null },
  HF: { molarMass: 20.006, lelVol: null },
  HCN: { molarMass: 27.026, lelVol: 5.6 },
  PH3: { molarMass: 33.998, lelVol: 1.6 },
  COCl2: { molarMass: 98.91, lelVol: null },
  O2: { molarMass: 31.998, lelVol: null },
  H2: { molarMass: 2.016, lelVol: 4 },
  methane: { molarMass: 16.043, lelVol: 5 },
  ethane: { molarMass: 30.07, lelVol: 3 },
  propane: { molarMass: 44.097, lelVol: 2.1 },
  butane: { molarMass: 58.124, lelVol: 1.5 },
  acetylene: { molarMass: 26.038, lelVol: 2.5 },
  ethylene: { molarMass: 28.054, lelVol: 2.7 },
  propylene: { molarMass: 42.081, lelVol: 2 },
  benzene: { molarMass: 78.114, lelVol: 1.2 },
  toluene: { molarMass: 92.141, lelVol: 1.1 },
  styrene: { molarMass: 104.152, lelVol: 1.1 },
  methanol: { molarMass: 32.042, lelVol: 6 },
  ethanol: { molarMass: 46.069, lelVol: 3.3 },
  acetone: { molarMass: 58.08, lelVol: 2.5 },
  hexane: { molarMass: 86.178, lelVol: 1.1 },
  cyclohexane: { molarMass: 84.162, lelVol: 1.3 },
  ethyl_acetate: { molarMass: 88.106, lelVol: 2.2 },
  dimethyl_ether: { molarMass: 46.069, lelVol: 3.4 },
  ethylene_oxide: { molarMass: 44.053, lelVol: 3 },
  propylene_oxide: { molarMass: 58.08, lelVol: 2.1 },
  vinyl_chloride: { molarMass: 62.498, lelVol: 3.6 },
  acrylonitrile: { molarMass: 53.064, lelVol: 3 },
  methyl_bromide: { molarMass: 94.94, lelVol: 10 },
  methyl_isocyanate: { molarMass: 57.052, lelVol: 5.3 },
} as const satisfies Record<string, { molarMass: number; lelVol: number | null }>

export type GasName = keyof typeof gases

export const gasNames = Object.keys(gases) as [GasName, ...GasName[]]
