const MINUS = 0x2d
const POINT = 0x2e
const DIGIT_0 = 0x30
/** Thousandths of it still fit into 32 bits. */
const SMALL = 2_000_000

/**
 * Writes a finite number in the fewest characters that read back as the same number. Whole thousandths, almost every reading there is, are written
 * digit by digit: if n / 1000 is the number, then so is the text of n with the point three places from its end.
 * @returns the end of what was written.
 */
export const writeNumber = (value: number, target: Uint8Array, at: number): number => {
  const thousandths = Math.round(value * 1_000)
  return value > -SMALL && value < SMALL && thousandths / 1_000 === value ? writeThousandths(thousandths, target, at) : writeText(String(value), target, at)
}

const writeThousandths = (thousandths: number, target: Uint8Array, start: number): number => {
  let at = start
  let magnitude = thousandths | 0
  if (magnitude < 0) {
    target[at++] = MINUS
    magnitude = -magnitude
  }
  const whole = (magnitude / 1_000) | 0
  at = writeWhole(whole, target, at)
  const rest = magnitude - whole * 1_000
  return rest === 0 ? at : writeDecimals(rest, target, at)
}

const writeWhole = (whole: number, target: Uint8Array, start: number): number => {
  let end = start + 1
  for (let bound = 10; whole >= bound; bound *= 10) end++
  let left = whole
  for (let at = end - 1; at >= start; at--) {
    const tens = (left / 10) | 0
    target[at] = DIGIT_0 + left - tens * 10
    left = tens
  }
  return end
}

/** @param thousandths 1 to 999 */
const writeDecimals = (thousandths: number, target: Uint8Array, start: number): number => {
  const tenths = (thousandths / 100) | 0
  const hundredths = ((thousandths / 10) | 0) - tenths * 10
  const last = thousandths - tenths * 100 - hundredths * 10
  target[start] = POINT
  target[start + 1] = DIGIT_0 + tenths
  if (hundredths === 0 && last === 0) return start + 2
  target[start + 2] = DIGIT_0 + hundredths
  if (last === 0) return start + 3
  target[start + 3] = DIGIT_0 + last
  return start + 4
}

const writeText = (text: string, target: Uint8Array, at: number): number => {
  for (let index = 0; index < text.length; index++) target[at + index] = text.charCodeAt(index)
  return at + text.length
}
