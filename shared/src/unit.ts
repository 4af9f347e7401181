/** What a unit measures. `ratio` is also the share of a gas by volume; its mass per volume and its share of the LEL are bridged to it by `convert-unit.ts`. */
export type Dimension =
  | 'temperature' | 'pressure' | 'length' | 'volume' | 'mass' | 'volume flow' | 'mass flow' | 'speed' | 'frequency' | 'time'
  | 'current' | 'voltage' | 'power' | 'ratio' | 'mass concentration' | 'share of the LEL'

/** Value in the base of the dimension = value x factor + offset. */
export interface Unit {
  dimension: Dimension
  factor: number
  offset: number
  /** How it is written in the ledger: in UCUM, where UCUM has it. */
  code: string
}

const table: Record<Dimension, Record<string, number | [factor: number, offset: number]>> = {
  // Kelvin.
  'temperature': { 'K': 1, 'Cel °C ℃ C degC': [1, 273.15], '[degF] °F ℉ F degF': [5 / 9, 459.67 * 5 / 9] },
  // Pascal. Gauge and absolute pressure are not told apart: that is an offset of the profile.
  'pressure': {
    'Pa': 1, 'hPa mbar': 100, 'kPa': 1_000, 'MPa': 1e6, 'bar': 1e5, '[psi] psi': 6_894.757293168, 'atm': 101_325,
    'm[H2O] mH2O': 9_806.65, 'mm[H2O] mmH2O': 9.80665, 'mm[Hg] mmHg': 133.322387415, 'kgf/cm2 kgf/cm² at [att]': 98_066.5,
  },
  'length': { 'm': 1, 'mm': 1e-3, 'cm': 1e-2, 'um µm μm': 1e-6, 'km': 1e3, '[in_i] in': 0.0254, '[ft_i] ft': 0.3048 },
  'volume': { 'm3 m³': 1, 'L l': 1e-3, 'mL ml': 1e-6 },
  'mass': { 'kg': 1, 'g': 1e-3, 'mg': 1e-6, 't': 1e3 },
  'volume flow': { 'm3/s m³/s': 1, 'm3/h m³/h': 1 / 3_600, 'm3/min m³/min': 1 / 60, 'L/s l/s': 1e-3, 'L/min l/min': 1 / 60_000, 'L/h l/h': 1 / 3_600_000 },
  'mass flow': { 'kg/s': 1, 'kg/h': 1 / 3_600, 'kg/min': 1 / 60, 't/h': 1 / 3.6, 't/d': 1 / 86.4 },
  'speed': { 'm/s': 1, 'mm/s': 1e-3, 'km/h': 1 / 3.6, 'm/min': 1 / 60 },
  'frequency': { 'Hz': 1, 'kHz': 1e3, '/min 1/min rpm r/min {rpm}': 1 / 60 },
  'time': { 's': 1, 'ms': 1e-3, 'min': 60, 'h': 3_600, 'd': 86_400 },
  'current': { 'A': 1, 'mA': 1e-3, 'uA µA μA': 1e-6, 'kA': 1e3 },
  'voltage': { 'V': 1, 'mV': 1e-3, 'kV': 1e3 },
  'power': { 'W': 1, 'kW': 1e3, 'MW': 1e6 },
  'ratio': { '1': 1, '% %VOL %vol %{vol} vol% VOL%': 1e-2, '[ppth] ‰': 1e-3, '[ppm] ppm [ppm]{vol} umol/mol µmol/mol μmol/mol': 1e-6, '[ppb] ppb': 1e-9 },
  // Milligrams per cubic metre.
  'mass concentration': { 'mg/m3 mg/m³ ug/L µg/L': 1, 'g/m3 g/m³ mg/L': 1e3, 'ug/m3 ug/m³ µg/m3 µg/m³ μg/m3 μg/m³': 1e-3 },
  'share of the LEL': { '%LEL %lel %{LEL} %[LEL] LEL%': 1 },
}

const units = new Map<string, Unit>()
for (const [dimension, rows] of Object.entries(table) as [Dimension, (typeof table)[Dimension]][]) {
  for (const [names, given] of Object.entries(rows)) {
    const [factor, offset] = typeof given === 'number' ? [given, 0] : given
    const [code = ''] = names.split(' ')
    for (const name of names.split(' ')) units.set(name, { dimension, factor, offset, code })
  }
}

/** @returns the unit that is written so: in UCUM, or as gateways write it. Letter case counts (mPa is not MPa). */
export const unitOf = (name: string): Unit | undefined => units.get(name)

/** The first name of each unit of a dimension, for those who must choose another one. */
export const unitNames = (dimension?: Dimension): string[] =>
  Object.entries(table).filter(([name]) => dimension === undefined || name === dimension).flatMap(([, rows]) => Object.keys(rows).map((names) => names.split(' ')[0] ?? names))
