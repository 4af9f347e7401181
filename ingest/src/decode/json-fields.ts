/** A JSON object whose fields have not been looked at. */
export type Fields = Readonly<Record<string, unknown>>

export const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Own fields only: a tag named "constructor" must not find what every object inherits. */
export const fieldOf = (fields: Fields, name: string): unknown => (Object.hasOwn(fields, name) ? fields[name] : undefined)

/** A name, or a number in the place of one. Undefined = neither, or an empty text. */
export const nameOf = (value: unknown): string | undefined => {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** How a path goes on to a field whose name is the sender's own text. */
export const inBrackets = (name: string): string => `[${JSON.stringify(name)}]`
