/** For tests: what is there. @throws when it is not. */
export const present = <Value>(value: Value | undefined): Value => {
  if (value === undefined) throw new Error('expected something to be there')
  return value
}
