/**
 * A number from a Poisson distribution. Knuth's way: as many uniform numbers as it takes for their product to fall below
 * `e^-mean`. A large mean is drawn in parts, whose sum has the same distribution, before the product becomes zero.
 */
export function poisson(mean: number, random: () => number): number {
  let drawn = 0
  for (let rest = mean; rest > 0; rest -= part) drawn += draw(Math.min(rest, part), random)
  return drawn
}

// e^-30 is far from the smallest number.
const part = 30

function draw(mean: number, random: () => number): number {
  const limit = Math.exp(-mean)
  let drawn = 0
  for (let product = random(); product > limit; product *= random()) drawn++
  return drawn
}
