import { Failure } from '../../../contract/failure.ts'
import { elementTypes, type GraphValue, type ModelGraph } from '../graph/model-graph.ts'
import type { InputPlan } from '../inference/inference-model.ts'

const types: Readonly<Record<number, InputPlan['elementType']>> = {
  [elementTypes.int64]: 'int64',
  [elementTypes.int32]: 'int32',
  [elementTypes.float32]: 'float32',
  [elementTypes.float16]: 'float16',
  [elementTypes.bool]: 'bool',
}

/** What to feed a reader for one pass over whole texts: key and value caches are empty. Throws for an input that means anything else. */
export function readerInputs(graph: ModelGraph): readonly InputPlan[] {
  return graph.inputs.map((input) => {
    const elementType = types[input.elementType]
    const plan = planOf(input)
    if (elementType === undefined || plan === null) {
      throw new Failure(
        'unsupported',
        `The reader asks for an input ${input.name}, which is not known.`,
        'Export it with optimum as text-generation.',
      )
    }
    return { name: input.name, elementType, ...plan }
  })
}

function planOf({ name, dims }: GraphValue): Pick<InputPlan, 'source' | 'dims'> | null {
  const perToken = ['rows', 'sequence'] as const
  if (name === 'input_ids') return { source: 'ids', dims: perToken }
  if (name === 'attention_mask') return { source: 'attention-mask', dims: perToken }
  if (name === 'position_ids') return { source: 'positions', dims: perToken }
  if (name === 'token_type_ids') return { source: 'zeros', dims: perToken }
  if (name.startsWith('past')) return cachePlan(dims)
  return null
}

/** Caches are [rows, heads, past, width], or keys and values together [2, rows, heads, past, width]. */
function cachePlan(dims: GraphValue['dims']): Pick<InputPlan, 'source' | 'dims'> | null {
  if (dims.length !== 4 && dims.length !== 5) return null
  const rows = dims.length - 4
  const planned = dims.map((each, axis) => (axis === rows ? 'rows' : axis === rows + 2 ? 0 : each))
  return planned.every((each) => typeof each === 'number' || each === 'rows') ? { source: 'zeros', dims: planned } : null
}
