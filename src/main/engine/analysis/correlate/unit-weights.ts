/** [documents] what each counts: one over the documents of its unit. */
export function unitWeights(unit: Uint32Array): { weights: Float64Array; units: number } {
  let largest = -1
  for (let document = 0; document < unit.length; document++) largest = Math.max(largest, unit[document]!)
  const sizes = new Uint32Array(largest + 1)
  for (let document = 0; document < unit.length; document++) sizes[unit[document]!]!++
  const weights = new Float64Array(unit.length)
  for (let document = 0; document < unit.length; document++) weights[document] = 1 / sizes[unit[document]!]!
  let units = 0
  for (let at = 0; at < sizes.length; at++) if (sizes[at]! > 0) units++
  return { weights, units }
}
