/** Groups of documents of one corpus that have nearly the same number of properties. */
export type Strata = {
  /** [documents] the stratum of each, from 0. */
  readonly of: Uint16Array
  readonly count: number
}

/** No more strata than this, however many corpora there are (but at least one for each). */
const most = 256

/**
 * Strata of documents by corpus and, within each corpus, by how rich they are. `corpus` [documents], from 0; `richness`: for each side that
 * counts, [documents] number of properties. No side: strata are the corpora.
 *
 * What is left of the association by richness alone goes with the variance of richness within strata. So the bounds between `bins` strata
 * are put where that is least, by Lloyd's iteration (1982, "Least squares quantization in PCM") from quantiles, and `bins` grows as the
 * fourth root of the documents n: the excess over the expectation falls as bins^-2, what could be seen of it as n^-1/2.
 * By two sides: each cut into fewer, strata are the combinations that occur.
 */
export function richnessStrata(corpus: Uint16Array, richness: readonly Uint32Array[]): Strata {
  const documents = corpus.length
  const sizes = countValues(corpus)
  const corpora = sizes.reduce((count, size) => count + (size > 0 ? 1 : 0), 0)
  const cells = new Uint32Array(documents)
  for (let document = 0; document < documents; document++) cells[document] = corpus[document]!
  let capacity = sizes.length
  for (const side of richness) {
    const bins = Uint32Array.from(sizes, (size) => binsFor(size, corpora, richness.length))
    const widest = bins.reduce((largest, each) => Math.max(largest, each), 1)
    const lookups = Array.from(bins, (count, each) => lloydBins(richnessHistogram(side, corpus, each), count))
    for (let document = 0; document < documents; document++)
      cells[document] = cells[document]! * widest + lookups[corpus[document]!]![side[document]!]!
    capacity *= widest
  }
  return renumber(cells, capacity)
}

/** How many bins for each side of a corpus of `documents`: 2 n^1/4 of one side; of two sides, so that they make twice as many cells. */
function binsFor(documents: number, corpora: number, sides: number): number {
  const wanted = Math.min(2 * documents ** 0.25, most / corpora)
  return Math.max(1, Math.round(sides === 1 ? wanted : Math.sqrt(2 * wanted)))
}

function countValues(values: ArrayLike<number>): Uint32Array {
  let largest = -1
  for (let at = 0; at < values.length; at++) largest = Math.max(largest, values[at]!)
  const counts = new Uint32Array(largest + 1)
  for (let at = 0; at < values.length; at++) counts[values[at]!]!++
  return counts
}

/** [largest richness + 1] how many documents of one corpus have each richness. */
function richnessHistogram(richness: Uint32Array, corpus: Uint16Array, wanted: number): Uint32Array {
  let largest = 0
  for (let at = 0; at < richness.length; at++) if (corpus[at] === wanted) largest = Math.max(largest, richness[at]!)
  const counts = new Uint32Array(largest + 1)
  for (let at = 0; at < richness.length; at++) if (corpus[at] === wanted) counts[richness[at]!]!++
  return counts
}

/** The bin of each value 0..counts.length-1, `bins` at most, where `counts` tells how often each value occurs. */
function lloydBins(counts: Uint32Array, bins: number): Uint16Array {
  const values = counts.length
  const below = new Float64Array(values + 1)
  const sumBelow = new Float64Array(values + 1)
  for (let value = 0; value < values; value++) {
    below[value + 1] = below[value]! + counts[value]!
    sumBelow[value + 1] = sumBelow[value]! + counts[value]! * value
  }
  // Bin k holds the values from ends[k - 1] (0 for the first) to ends[k], exclusive.
  const ends = new Uint32Array(bins).fill(values)
  for (let bin = 0, value = 0; bin < bins - 1; bin++) {
    while (value < values && below[value]! < (below[values]! * (bin + 1)) / bins) value++
    ends[bin] = value
  }
  const means = new Float64Array(bins)
  for (let round = 0, moved = true; moved && round < 100; round++) {
    moved = false
    for (let bin = 0, first = 0; bin < bins; first = ends[bin++]!) {
      const size = below[ends[bin]!]! - below[first]!
      means[bin] = size > 0 ? (sumBelow[ends[bin]!]! - sumBelow[first]!) / size : first
    }
    for (let bin = 0; bin < bins - 1; bin++) {
      const end = Math.min(values, Math.floor((means[bin]! + means[bin + 1]!) / 2) + 1)
      if (end !== ends[bin]) moved = true
      ends[bin] = Math.max(end, bin === 0 ? 0 : ends[bin - 1]!)
    }
  }
  const binOf = new Uint16Array(values)
  for (let value = 0, bin = 0; value < values; value++) {
    while (bin < bins - 1 && value >= ends[bin]!) bin++
    binOf[value] = bin
  }
  return binOf
}

/** Numbers the cells that occur from 0, in the order of the cells. */
function renumber(cells: Uint32Array, capacity: number): Strata {
  const numbers = new Int32Array(capacity).fill(-1)
  for (let at = 0; at < cells.length; at++) numbers[cells[at]!] = 0
  let count = 0
  for (let cell = 0; cell < capacity; cell++) if (numbers[cell] === 0) numbers[cell] = count++
  const of = new Uint16Array(cells.length)
  for (let at = 0; at < cells.length; at++) of[at] = numbers[cells[at]!]!
  return { of, count }
}
