import { fieldsOf, oneMeaning } from './json-values.ts'

/** [items], of each whether it was found to fit; null where nothing was said of it, which is never a no. */
export type Verdicts = readonly (boolean | null)[]

/**
 * What a judge said of `count` numbered items (`detect`, `fuzz`, `verify`): an object from their numbers to true or false, or a list of
 * `count` of them. Null where it is neither, says nothing at all, or numbers items that there are not: then no number can be trusted.
 */
export function readVerdicts(answer: string, count: number): Verdicts | null {
  return oneMeaning(answer, (value) => {
    const inside = wrapped(value)
    const verdicts = Array.isArray(inside) ? inOrder(inside, count) : byNumber(inside, count)
    return verdicts === null || verdicts.every((each) => each === null) ? null : verdicts
  })
}

/** What stands in an object of a single named field, such as {"answers": ...}; else the value itself. */
function wrapped(value: unknown): unknown {
  const fields = Object.entries(fieldsOf(value) ?? {})
  const [name, inside] = fields[0] ?? ['', null]
  return fields.length === 1 && !/^\d+$/.test(name) && typeof inside === 'object' ? inside : value
}

/** A list of one is as likely a reference to a passage as a verdict. */
function inOrder(values: readonly unknown[], count: number): Verdicts | null {
  return count > 1 && values.length === count ? values.map(truth) : null
}

function byNumber(value: unknown, count: number): Verdicts | null {
  const fields = fieldsOf(value)
  if (fields === null) return null
  const verdicts: (boolean | null)[] = Array.from({ length: count }, () => null)
  for (const [key, each] of Object.entries(fields)) {
    if (!/^\d{1,6}$/.test(key)) continue
    const number = Number(key)
    if (number < 1 || number > count) return null
    verdicts[number - 1] = truth(each)
  }
  return verdicts
}

function truth(value: unknown): boolean | null {
  if (value === true || value === 1) return true
  if (value === false || value === 0) return false
  if (typeof value !== 'string') return null
  const said = value.trim().toLowerCase()
  return said === 'true' || said === 'yes' ? true : said === 'false' || said === 'no' ? false : null
}
