import { operations } from './operations.ts'
import { PickleMachine } from './pickle-machine.ts'
import type { PickleWorld } from './pickle-machine.ts'

/**
 * What a pickle describes (CPython's pickletools.py, protocols 2 to 5), without running anything: a name is looked up in `world`, which
 * knows a handful and refuses the rest, and of the operations only those that plain data and tensors need are known.
 */
export function readPickle(bytes: Uint8Array, world: PickleWorld): unknown {
  const machine = new PickleMachine(bytes, world)
  while (!machine.stopped) {
    const code = machine.byte()
    const operation = operations.get(code)
    if (operation === undefined) throw world.refused(`its pickle uses operation 0x${code.toString(16).padStart(2, '0')}`)
    operation(machine)
  }
  return machine.pop()
}
