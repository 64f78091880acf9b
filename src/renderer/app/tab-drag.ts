import { newRequestId } from '../client/request-id.ts'

type Drag = { readonly dataTransfer: DataTransfer | null }

const kind = 'application/x-etalon-tab'
/** A tab of another window has another number there. */
const window = newRequestId()

export function startTabDrag({ dataTransfer }: Drag, tab: number): void {
  if (dataTransfer === null) return
  dataTransfer.setData(kind, `${window} ${tab}`)
  dataTransfer.effectAllowed = 'move'
}

export const isTabDrag = ({ dataTransfer }: Drag): boolean => dataTransfer?.types.includes(kind) ?? false

/** The tab that is dropped; null where it is none of this window. */
export function droppedTab({ dataTransfer }: Drag): number | null {
  const [from, tab] = dataTransfer?.getData(kind).split(' ') ?? []
  return from === window ? Number(tab) : null
}
