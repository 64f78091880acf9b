import { hash } from 'node:crypto'

/** Gives out ids, none twice: one that was given out before gets `#2`, `#3`, and so on. About 16 to 32 bytes of memory an id. */
export class UniqueIds {
  /** open addressing over the first 64 bits of a digest; 0 is an empty place */
  #places = new BigUint64Array(1024)
  #used = 0
  readonly #copies = new Map<string, number>()

  take(wanted: string): string {
    if (this.#add(wanted)) return wanted
    for (let copy = (this.#copies.get(wanted) ?? 1) + 1; ; copy++) {
      const id = `${wanted}#${copy}`
      if (!this.#add(id)) continue
      this.#copies.set(wanted, copy)
      return id
    }
  }

  /** False where the id is there already. */
  #add(id: string): boolean {
    if (this.#used * 2 >= this.#places.length) this.#grow()
    const key = hash('sha1', id, 'buffer').readBigUInt64LE() || 1n
    const place = findPlace(this.#places, key)
    if (this.#places[place] === key) return false
    this.#places[place] = key
    this.#used++
    return true
  }

  #grow(): void {
    const places = new BigUint64Array(this.#places.length * 2)
    for (const key of this.#places) if (key !== 0n) places[findPlace(places, key)] = key
    this.#places = places
  }
}

function findPlace(places: BigUint64Array, key: bigint): number {
  let place = Number(key % BigInt(places.length))
  while (places[place] !== 0n && places[place] !== key) place = (place + 1) % places.length
  return place
}
