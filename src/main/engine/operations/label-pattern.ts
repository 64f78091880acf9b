import { createContext, Script } from 'node:vm'
import { Failure } from '../../../contract/failure.ts'

/** How long a pattern may look at all labels together, in milliseconds: some take ages to find that they do not match. */
const longest = 2000

/** Whether each of some texts holds what a regular expression describes, in either case. Throws Failure 'bad-input'. */
export function matching(pattern: string, texts: readonly string[]): readonly boolean[] {
  const expression = expressionOf(pattern)
  try {
    // In a context of its own it can be stopped.
    return new Script('texts.map((text) => expression.test(text))').runInContext(createContext({ texts, expression }), {
      timeout: longest,
    }) as boolean[]
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error
    throw new Failure(
      'bad-input',
      `The pattern ${pattern} takes too long on these labels.`,
      'Avoid repetitions of repetitions, such as (a+)+, or search by words.',
      { cause: error },
    )
  }
}

function expressionOf(pattern: string): RegExp {
  try {
    return new RegExp(pattern, 'iu')
  } catch (error) {
    throw new Failure(
      'bad-input',
      `${pattern} is no regular expression: ${(error as Error).message.replace(/^Invalid regular expression: /, '')}.`,
      'Correct it, or search by words.',
      { cause: error },
    )
  }
}
