import { z } from 'zod'
import { refusedPart, stepFields, stepsOf, type TokenizerStep } from './tokenizer-json.ts'

/** Ids that a tokenizer puts before and after a text. */
export type SpecialEnds = { readonly before: readonly number[]; readonly after: readonly number[] }

const id = z.number().int().nonnegative()
const pair = z.tuple([z.string(), id])
const bertSchema = z.object({ cls: pair, sep: pair })
const templateSchema = z.object({
  single: z.array(
    z.union([z.object({ SpecialToken: z.object({ id: z.string() }) }), z.object({ Sequence: z.object({ id: z.string() }) })]),
  ),
  special_tokens: z.record(z.string(), z.object({ ids: z.array(id).max(100) })),
})

/** Reads what the post-processor puts around a text. */
export function specialEnds(postProcessor: TokenizerStep | null | undefined): SpecialEnds {
  return stepsOf(postProcessor, 'processors').reduce<SpecialEnds>(
    (inner, step) => {
      const outer = endsOf(step)
      return { before: [...outer.before, ...inner.before], after: [...inner.after, ...outer.after] }
    },
    { before: [], after: [] },
  )
}

function endsOf(step: TokenizerStep): SpecialEnds {
  if (step.type === 'ByteLevel') return { before: [], after: [] }
  if (step.type === 'BertProcessing' || step.type === 'RobertaProcessing') {
    const { cls, sep } = stepFields(bertSchema, step)
    return { before: [cls[1]], after: [sep[1]] }
  }
  if (step.type !== 'TemplateProcessing') throw refusedPart(`post-processor ${step.type}`)
  const { single, special_tokens: tokens } = stepFields(templateSchema, step)
  const text = single.findIndex((each) => 'Sequence' in each)
  if (text === -1 || single.some((each, index) => 'Sequence' in each && index !== text)) {
    throw refusedPart('post-processor TemplateProcessing, which does not hold the text once')
  }
  const ids = (part: typeof single) =>
    part.flatMap((each) => ('SpecialToken' in each ? (new Map(Object.entries(tokens)).get(each.SpecialToken.id)?.ids ?? []) : []))
  return { before: ids(single.slice(0, text)), after: ids(single.slice(text + 1)) }
}
