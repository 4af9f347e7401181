/** Uniform numbers in [0, 1). A stateful stream: whoever draws from it moves it on. */
export type Rng = () => number

/**
 * A small seeded generator: sfc32 of Chris Doty-Humphrey's PractRand test suite (public domain; 128 bits of state, passes PractRand).
 * @param seed any integer; the same seed gives the same stream.
 * @param stream tells streams of one seed apart (an enterprise code), so that adding a plant leaves the others' series as they were.
 */
export const createRng = (seed: number, stream = ''): Rng => {
  let a = seed | 0
  let b = Math.floor(seed / 2 ** 32) | 0
  let c = hashText(stream)
  let counter = 1
  const next = (): number => {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum | 0
    return (sum >>> 0) / 2 ** 32
  }
  // The first outputs still show the seed's bits; PractRand's own seeding discards this many.
  for (let round = 0; round < 15; round++) next()
  return next
}

/** 32-bit FNV-1a. */
const hashText = (text: string): number => {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash | 0
}

/** @returns a uniform number in [low, high). */
export const between = (rng: Rng, low: number, high: number): number => low + (high - low) * rng()

/** @returns a standard normal number (Box-Muller; 1 - u keeps the logarithm finite). */
export const gaussian = (rng: Rng): number => Math.sqrt(-2 * Math.log(1 - rng())) * Math.cos(2 * Math.PI * rng())

/** @returns a waiting time with the given mean (memoryless, as rare independent events arrive). */
export const waitingTime = (rng: Rng, mean: number): number => -mean * Math.log(1 - rng())
