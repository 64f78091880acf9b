import { Failure } from '../../../../contract/failure.ts'
import type { CorrelateInput } from './correlation.ts'

/** Throws `Failure` 'bad-input' where the sides differ in documents or a bound makes no sense. */
export function checkInput(
  { a, b, corpus, unit, limit }: CorrelateInput,
  { minimumSupport, band, rate }: Required<Pick<CorrelateInput, 'minimumSupport' | 'band' | 'rate'>>,
): void {
  const hint = 'Choose channels of the same rows and bounds within their range.'
  if (b !== null && b.columns !== a.columns)
    throw new Failure('bad-input', `The two sides have different documents: ${a.columns} and ${b.columns}.`, hint)
  if (corpus.length !== a.columns || unit.length !== a.columns)
    throw new Failure('bad-input', `${a.columns} documents have ${corpus.length} corpora and ${unit.length} units.`, hint)
  if (!(minimumSupport >= 1))
    throw new Failure('bad-input', `The minimum support is ${minimumSupport}; it must be 1 or more.`, hint)
  if (!(band[0] >= 0 && band[0] <= band[1] && band[1] <= 1))
    throw new Failure('bad-input', `The frequency band is ${band[0]} to ${band[1]}; it must lie within 0 to 1.`, hint)
  if (!(rate > 0 && rate <= 1)) throw new Failure('bad-input', `The rate is ${rate}; it must be above 0 and at most 1.`, hint)
  if (!(Number.isInteger(limit) && limit >= 0))
    throw new Failure('bad-input', `The number of pairs to list is ${limit}; it must be a whole number.`, hint)
}
