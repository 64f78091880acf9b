import { Failure } from '../../../../contract/failure.ts'
import type { TokenizerJson } from '../tokenizer-json.ts'

/** The keys of the queue hold a rank in 21 bits. */
const mostMerges = 2_000_000

/** The merges of a BPE model as pairs: they are written as "left right" or as lists of two. */
export function mergeList(merges: TokenizerJson['model']['merges']): readonly (readonly [string, string])[] {
  const list = merges ?? []
  if (list.length > mostMerges) throw damaged()
  return list.map((merge) => {
    const [left, right] = typeof merge === 'string' ? merge.split(' ', 2) : Array.isArray(merge) ? merge : []
    if (typeof left !== 'string' || typeof right !== 'string') throw damaged()
    return [left, right]
  })
}

function damaged(): Failure {
  return new Failure('lens-invalid', "The tokenizer's list of merges is damaged.", 'Download tokenizer.json again.')
}
