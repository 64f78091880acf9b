/**
 * Strengths of `count` items from who came before whom, in logarithms, 0 in the mean: the likeliest under the model of Bradley and Terry
 * (1952), chance of i before j = s_i / (s_i + s_j), by Hunter's minorisation (2004). Every item also won once half and lost once half against
 * one of strength 1, so that strengths are finite and items that were never compared stand in the middle.
 *
 * @param wins [count * count], how often the item of the row came before that of the column
 */
export function rankStrengths(wins: Float64Array, count: number): Float64Array {
  const strengths = new Float64Array(count).fill(1)
  const won = new Float64Array(count).fill(0.5)
  for (let a = 0; a < count; a++) for (let b = 0; b < count; b++) won[a]! += wins[a * count + b]!
  for (let round = 0; round < 200; round++) {
    let change = 0
    for (let a = 0; a < count; a++) {
      let met = 1 / (strengths[a]! + 1)
      for (let b = 0; b < count; b++) {
        const times = wins[a * count + b]! + wins[b * count + a]!
        if (times > 0) met += times / (strengths[a]! + strengths[b]!)
      }
      const next = won[a]! / met
      change = Math.max(change, Math.abs(Math.log(next / strengths[a]!)))
      strengths[a] = next
    }
    if (change < 1e-6) break
  }
  const logs = strengths.map((each) => Math.log(each))
  const mean = logs.reduce((sum, each) => sum + each, 0) / Math.max(1, count)
  return logs.map((each) => each - mean)
}
