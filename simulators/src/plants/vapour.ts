/** Antoine coefficients: log10(p / bar) = a - b / (T / K + c). NIST Chemistry WebBook. */
export interface Antoine { a: number; b: number; c: number }

/** 239.6 to 371.5 K, that is -33 to 98 °C. */
export const ammonia: Antoine = { a: 4.86886, b: 1113.928, c: -10.409 }
/** 288.1 to 356.8 K. */
export const methanol: Antoine = { a: 5.20409, b: 1581.341, c: -33.5 }
/** 292.8 to 366.6 K. */
export const ethanol: Antoine = { a: 5.24677, b: 1598.673, c: -46.424 }

/** @returns saturation pressure in kPa, absolute, at a temperature in °C. */
export const saturationKPa = (substance: Antoine, celsius: number): number => 100 * 10 ** (substance.a - substance.b / (celsius + 273.15 + substance.c))

export const ATMOSPHERE_KPA = 101.325
