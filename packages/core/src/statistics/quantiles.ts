/**
 * How many standard errors to both sides of a mean hold a share `confidence` of Student's t distribution. Up to 100
 * degrees of freedom by its finite series for whole degrees (Abramowitz and Stegun 26.7.3 and 26.7.4), above by the normal
 * distribution, as Spark does.
 */
export function studentFactor(confidence: number, degrees: number): number {
  if (degrees >= 100 || confidence >= 1) return normalFactor(confidence)
  const angle = solve((theta) => studentShare(theta, degrees), confidence, Math.PI / 2)
  return Math.sqrt(degrees) * Math.tan(angle)
}

/** How many standard deviations to both sides hold a share `confidence` of the normal distribution. */
export function normalFactor(confidence: number): number {
  // No number this near to 1 needs more: beyond 8.3 the share rounds to 1.
  return confidence >= 1 ? Infinity : solve(normalShare, confidence, 9)
}

/** The least count that a Poisson distribution stays at or below with a probability. */
export function poissonQuantile(mean: number, probability: number): number {
  if (probability >= 1) return Infinity
  if (mean > 500) return Math.max(0, Math.floor(cornishFisher(mean, probability)))
  let count = 0
  let term = Math.exp(-mean)
  for (let below = term; below < probability && term > 0; below += term) term *= mean / ++count
  return count
}

/** The share of Student's t distribution within `tan(theta) * sqrt(degrees)` of 0. */
function studentShare(theta: number, degrees: number): number {
  const [sin, cos] = [Math.sin(theta), Math.cos(theta)]
  const isOdd = degrees % 2 === 1
  if (degrees === 1) return (2 * theta) / Math.PI
  let term = isOdd ? cos : 1
  let sum = term
  for (let k = isOdd ? 3 : 2; k < degrees; k += 2) {
    term *= ((k - 1) / k) * cos * cos
    sum += term
  }
  return isOdd ? (2 / Math.PI) * (theta + sin * sum) : sin * sum
}

/** The share of the normal distribution within `z` of 0, by its series in odd powers. */
function normalShare(z: number): number {
  let term = z
  let sum = z
  for (let k = 3; term > sum * Number.EPSILON; k += 2) {
    term *= (z * z) / k
    sum += term
  }
  return Math.min(1, 2 * sum * (Math.exp(-z * z * 0.5) / Math.sqrt(2 * Math.PI)))
}

/** A quantile of a Poisson distribution of a large mean from the normal one's, corrected for skew. */
function cornishFisher(mean: number, probability: number): number {
  const z = Math.sign(probability - 0.5) * normalFactor(Math.abs(2 * probability - 1))
  return mean + z * Math.sqrt(mean) + (z * z - 1) / 6 + 0.5
}

/** Where between 0 and `end` a function that rises has a value, by halving. */
function solve(rising: (x: number) => number, value: number, end: number): number {
  let [low, high] = [0, end]
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2
    if (rising(middle) < value) low = middle
    else high = middle
  }
  return high
}
