import { Interpreter } from './jinja.ts'

/** Of a template around a short placeholder. A loop makes a scope for each entry before it begins. */
const longestText = 1_000_000
const longestList = 10_000
/** Characters and entries that one rendering may make in all, and expressions it may evaluate. */
const mostMade = 20_000_000
const mostSteps = 100_000

/** Renders no more than a chat template ever needs: steps and the sizes of what they give are counted. */
export class BoundedInterpreter extends Interpreter {
  #steps = 0
  #made = 0

  override evaluate(node: unknown, variables: unknown): { readonly value: unknown } {
    if (++this.#steps > mostSteps) throw new Error('It takes too many steps.')
    const value = super.evaluate(node, variables)
    const content = value.value
    const text = typeof content === 'string' ? content.length : 0
    const list = Array.isArray(content) ? content.length : content instanceof Map ? content.size : 0
    this.#made += text + list
    if (text > longestText || list > longestList || this.#made > mostMade) throw tooLarge()
    return value
  }
}

/** Python's range, as far as templates count. */
export function boundedRange(first: number, second?: number, step = 1): readonly number[] {
  const [start, stop] = second === undefined ? [0, first] : [first, second]
  const count = step === 0 ? Infinity : Math.max(0, Math.ceil((stop - start) / step))
  if (!(count <= longestList)) throw tooLarge()
  return Array.from({ length: count }, (_, index) => start + index * step)
}

/**
 * Bounds what the interpreter makes within one step, for this thread, which does nothing else: it repeats, joins and replaces with the
 * methods of the language.
 */
export function boundBuiltIns(): void {
  const { repeat, replaceAll } = String.prototype
  const { join } = Array.prototype
  String.prototype.repeat = function (this: string, count) {
    if (this.length * count > longestText) throw tooLarge()
    return repeat.call(this, count)
  }
  Array.prototype.join = function (this: unknown[], separator) {
    let length = this.length * (separator?.length ?? 1)
    for (const each of this) if (typeof each === 'string') length += each.length
    if (length > longestText) throw tooLarge()
    return join.call(this, separator)
  }
  String.prototype.replaceAll = function (this: string, pattern: string | RegExp, by: string | ((match: string) => string)) {
    let length = this.length
    return replaceAll.call(this, pattern, (match: string) => {
      const put = typeof by === 'string' ? by : by(match)
      length += put.length
      if (length > longestText) throw tooLarge()
      return put
    })
  }
}

function tooLarge(): Error {
  return new Error('What it makes is too large.')
}
