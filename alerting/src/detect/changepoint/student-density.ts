/** @returns ln of the density of Student's t with `freedom` degrees (2, 3, 4 …) and squared scale `scale`, at `x` from its centre. */
export const studentLogDensity = (x: number, freedom: number, scale: number): number =>
  constantOf(freedom) - 0.5 * Math.log(scale) - 0.5 * (freedom + 1) * Math.log1p((x * x) / (freedom * scale))

const constants: number[] = []

/** ln Γ((n+1)/2) - ln Γ(n/2) - ln(π n)/2, each from the one two before: Γ(z+1) = z Γ(z). */
const constantOf = (freedom: number): number => {
  for (let n = constants.length; n <= freedom; n++) constants.push(n < 3 ? FIRST[n]! : ratio(n))
  return constants[freedom]!
}

const FIRST = [Number.NaN, -Math.log(Math.PI), -0.5 * Math.log(8)]

const ratio = (n: number): number => constants[n - 2]! + Math.log((n - 1) / (n - 2)) - 0.5 * Math.log(n / (n - 2))
