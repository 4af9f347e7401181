import type { PointName } from '@hazardwatch/shared/point-names'

/**
 * Four measurements with the tags `enterprise` and `source` and a field for each point's tag:
 * `reading` has the values of good quality (float), what limits are judged on and dashboards draw;
 * `reading_quality` the quality code (integer) wherever it is not good or there is no value;
 * `reading_unusable` the value (float) that came with such a quality, if one came.
 * `reading_mark` how it came (integer, codes of `reading-mark.ts`), where there is something to say.
 * A field key of its own for qualities could be the tag of another point.
 */
export const measurements = { good: 'reading', quality: 'reading_quality', unusable: 'reading_unusable', mark: 'reading_mark' } as const
export type Measurement = keyof typeof measurements

export type LinePrefixes = Readonly<Record<Measurement, Uint8Array>>

/**
 * The field key of a tag. InfluxDB has no way to write a backslash before a character that it escapes, and refuses a field `time`:
 * these are written as in a URL, and so is the percent sign, so that no two tags have the same key.
 */
export const fieldName = (tag: string): string => (tag === 'time' ? '%74ime' : tag.replaceAll('%', '%25').replaceAll('\\', '%5C'))

export const fieldKey = (tag: string): string => escaped(fieldName(tag))

export const linePrefixes = ({ enterprise, source }: Pick<PointName, 'enterprise' | 'source'>): LinePrefixes => {
  const prefix = (measurement: Measurement): Uint8Array => Buffer.from(`${measurements[measurement]},enterprise=${escaped(enterprise)},source=${escaped(source)} `)
  return { good: prefix('good'), quality: prefix('quality'), unusable: prefix('unusable'), mark: prefix('mark') }
}

/** Of tag values and field keys in the line protocol. */
const escaped = (text: string): string => text.replace(/[,= ]/g, String.raw`\$&`)
