/**
 * A list that an element was taken out of, with it back where it was: behind the nearest of those before it that are still there.
 *
 * @param now the list as it is, with whatever changed since; @param before as it was
 */
export function backInPlace(now: readonly number[], before: readonly number[], element: number): readonly number[] {
  if (now.includes(element)) return now
  const place = before.slice(0, before.indexOf(element)).reduceRight((found, each) => (found >= 0 ? found : now.indexOf(each)), -1)
  return now.toSpliced(place + 1, 0, element)
}
