/** Words numbered from 0 in the order they came: an open-addressed table over one pool of UTF-16 units. Grown in place. */
export type TermTable = {
  terms: number
  /** [2 · a power of two, more than twice the terms]: of each slot a term plus 1, or 0, and its hash beside it. */
  slots: Int32Array
  /** [terms + 1, and room]: where each term's units begin. */
  starts: Uint32Array
  /** All terms' units, one after another, and room. */
  units: Uint16Array
}

export function emptyTermTable(): TermTable {
  return { terms: 0, slots: new Int32Array(4096), starts: new Uint32Array(1024), units: new Uint16Array(8192) }
}

/** The term's number; -1 where the table has not got it. */
export function findTerm(table: TermTable, units: Uint16Array, length: number, hash: number): number {
  const { slots } = table
  return slots[slotOf(table, units, length, hash)]! - 1
}

/** The term's number, a new one where the table had not got it. */
export function addTerm(table: TermTable, units: Uint16Array, length: number, hash: number): number {
  const slot = slotOf(table, units, length, hash)
  const found = table.slots[slot]! - 1
  if (found >= 0) return found
  const term = table.terms++
  table.slots[slot] = term + 1
  table.slots[slot + 1] = hash
  const start = table.starts[term]!
  while (start + length > table.units.length) table.units = grown(table.units, Uint16Array)
  for (let at = 0; at < length; at++) table.units[start + at] = units[at]!
  if (term + 1 === table.starts.length) table.starts = grown(table.starts, Uint32Array)
  table.starts[term + 1] = start + length
  if (4 * table.terms >= table.slots.length) growSlots(table)
  return term
}

/** The same table without the room it kept for growing. */
export function trimmed({ terms, slots, starts, units }: TermTable): TermTable {
  return { terms, slots, starts: starts.slice(0, terms + 1), units: units.slice(0, starts[terms]) }
}

export function termTableBytes({ slots, starts, units }: TermTable): number {
  return slots.byteLength + starts.byteLength + units.byteLength
}

/** Twice as long, the rest zeros. */
export function grown<A extends Uint16Array | Uint32Array>(array: A, Kind: new (length: number) => A): A {
  const longer = new Kind(array.length * 2)
  longer.set(array)
  return longer
}

/** The slot with the term, or the free one where it belongs. Linear probing. */
function slotOf(table: TermTable, units: Uint16Array, length: number, hash: number): number {
  const { slots } = table
  const last = slots.length - 1
  for (let slot = (hash << 1) & last; ; slot = (slot + 2) & last) {
    const term = slots[slot]! - 1
    if (term < 0 || (slots[slot + 1]! === hash && isTerm(table, term, units, length))) return slot
  }
}

function isTerm({ starts, units: pool }: TermTable, term: number, units: Uint16Array, length: number): boolean {
  const start = starts[term]!
  if (starts[term + 1]! - start !== length) return false
  for (let at = 0; at < length; at++) if (pool[start + at]! !== units[at]!) return false
  return true
}

function growSlots(table: TermTable): void {
  const former = table.slots
  const slots = new Int32Array(2 * former.length)
  const last = slots.length - 1
  for (let at = 0; at < former.length; at += 2) {
    if (former[at]! === 0) continue
    let slot = (former[at + 1]! << 1) & last
    while (slots[slot]! !== 0) slot = (slot + 2) & last
    slots[slot] = former[at]!
    slots[slot + 1] = former[at + 1]!
  }
  table.slots = slots
}
