import { PickleDictionary, PickleFunction, PickleList, type PickleWorld } from './pickle/pickle-machine.ts'
import { shownName } from '../../../contract/shown-name.ts'
import type { PlainValue } from './tensor-location.ts'
import { TorchTensor } from './torch-names.ts'

export type NamedEntries = { readonly tensors: Map<string, TorchTensor>; readonly values: Map<string, PlainValue> }

const deepest = 32

/** Characters of all names together: what any file may have, and how many for each byte of pickle. */
const freeCharacters = 10_000
const charactersForByte = 8

/**
 * The tensors and plain values in nested dictionaries, by their keys joined by "."; lists are passed over. What refers to itself, and what
 * is small but refers to the same over and over, is refused.
 */
export function namedEntries(root: unknown, pickleBytes: number, world: PickleWorld): NamedEntries {
  const entries: NamedEntries = { tensors: new Map(), values: new Map() }
  let charactersLeft = freeCharacters + charactersForByte * pickleBytes
  visit(root, '', 0)
  return entries

  function visit(value: unknown, name: string, depth: number): void {
    charactersLeft -= name.length + 1
    if (charactersLeft < 0 || depth > deepest) throw world.refused('its dictionaries are nested without end')
    if (value instanceof PickleDictionary) {
      for (let at = 0; at < value.entries.length; at += 2) visit(value.entries[at + 1], within(name, value.entries[at]), depth + 1)
      return
    }
    if (value instanceof PickleList || Array.isArray(value)) return
    if (entries.tensors.has(name) || entries.values.has(name)) throw world.damaged(`it holds ${shownName(name)} twice`)
    if (value instanceof TorchTensor) entries.tensors.set(name, value)
    else if (isPlain(value)) entries.values.set(name, value)
    else if (value instanceof PickleFunction) entries.values.set(name, value.name)
    else throw world.refused(`${shownName(name)} is neither a tensor nor a plain value`)
  }

  function within(name: string, key: unknown): string {
    if (!isPlain(key)) throw world.refused(`a key in ${name === '' ? 'its dictionary' : shownName(name)} is no text`)
    return name === '' ? String(key) : `${name}.${String(key)}`
  }
}

function isPlain(value: unknown): value is PlainValue {
  return value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}
