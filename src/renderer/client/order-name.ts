import type { DocumentOrder } from '../../contract/documents.ts'

const names = new WeakMap<DocumentOrder, string>()
let last = 0

/** A name of this very order, so that rows asked for by it are not taken for those of the order that comes after. */
export function orderName(order: DocumentOrder): string {
  const known = names.get(order)
  if (known !== undefined) return known
  const name = String(++last)
  names.set(order, name)
  return name
}
