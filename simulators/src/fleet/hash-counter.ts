/**
 * A number for (seed, stream, counter) instead of a generator's state: any point's any moment can be asked for by itself, in any order,
 * and a fleet of any size needs no memory a point. Finalizer of MurmurHash3 (public domain), once for each of the three.
 * @returns a uniform number in [0, 1)
 */
export const uniformAt = (seed: number, stream: number, counter: number): number =>
  mix(mix(mix(seed | 0) ^ (stream | 0)) ^ low(counter) ^ Math.imul(high(counter), 0x9e3779b1)) / 2 ** 32 + 0.5

const mix = (input: number): number => {
  let hash = (input + 0x9e3779b9) | 0
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}

/** Steps of a fast fleet pass 2^32: the upper part must count too, or the course would repeat. */
const low = (counter: number): number => counter | 0
const high = (counter: number): number => Math.floor(counter / 2 ** 32) | 0
