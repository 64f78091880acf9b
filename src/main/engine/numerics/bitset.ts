/** A set of numbers below `size`: number n is bit n % 32 of word n >>> 5. Bits from `size` on are 0. */
export type Bitset = { readonly size: number; readonly words: Uint32Array }

export function emptyBitset(size: number): Bitset {
  return { size, words: new Uint32Array((size + 31) >>> 5) }
}

/** Numbers of `size` and above are left out. */
export function bitsetOf(numbers: Uint32Array, size: number): Bitset {
  const set = emptyBitset(size)
  for (let at = 0; at < numbers.length; at++) {
    const number = numbers[at]!
    if (number < size) set.words[number >>> 5]! |= 1 << (number & 31)
  }
  return set
}

/** Keeps in `set` only what is also in `other`, of the same size. */
export function intersectInPlace(set: Bitset, other: Bitset): void {
  for (let at = 0; at < set.words.length; at++) set.words[at]! &= other.words[at]!
}

/** Adds all of `other`, of the same size. */
export function uniteInPlace(set: Bitset, other: Bitset): void {
  for (let at = 0; at < set.words.length; at++) set.words[at]! |= other.words[at]!
}

export function complementInPlace({ size, words }: Bitset): void {
  for (let at = 0; at < words.length; at++) words[at] = ~words[at]!
  if ((size & 31) !== 0) words[words.length - 1]! &= (1 << (size & 31)) - 1
}

export function countOfBitset({ words }: Bitset): number {
  let count = 0
  for (let at = 0; at < words.length; at++) {
    let word = words[at]!
    word -= (word >>> 1) & 0x55555555
    word = (word & 0x33333333) + ((word >>> 2) & 0x33333333)
    count += Math.imul((word + (word >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
  }
  return count
}

/** The set's numbers, ascending. */
export function numbersOfBitset(set: Bitset): Uint32Array {
  const numbers = new Uint32Array(countOfBitset(set))
  let size = 0
  for (let at = 0; at < set.words.length; at++) {
    for (let word = set.words[at]!; word !== 0; word &= word - 1) numbers[size++] = at * 32 + 31 - Math.clz32(word & -word)
  }
  return numbers
}
