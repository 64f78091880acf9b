import { PickleDictionary, PickleFunction, PickleList, type PickleMachine } from './pickle-machine.ts'

type Operation = (machine: PickleMachine) => void

const constant =
  (value: unknown): Operation =>
  (machine) =>
    machine.push(value)

/** The operations that are known, in the words of CPython's pickletools.py. */
export const operations: ReadonlyMap<number, Operation> = new Map<number, Operation>([
  // PROTO
  operation(0x80, (machine) => {
    const version = machine.byte()
    if (version < 2 || version > 5) throw machine.world.refused(`its pickle is of protocol ${version}`)
  }),
  // FRAME, a hint of how much to read at once
  operation(0x95, (machine) => machine.take(8)),
  // STOP
  operation('.', (machine) => (machine.stopped = true)),
  // MARK
  operation('(', (machine) => machine.mark()),

  // NONE
  operation('N', constant(null)),
  // NEWTRUE
  operation(0x88, constant(true)),
  // NEWFALSE
  operation(0x89, constant(false)),
  // BININT1
  operation('K', (machine) => machine.push(machine.byte())),
  // BININT2
  operation('M', (machine) => machine.push(machine.take(2).readUInt16LE())),
  // BININT
  operation('J', (machine) => machine.push(machine.take(4).readInt32LE())),
  // LONG1
  operation(0x8a, pushLong),
  // BINFLOAT
  operation('G', (machine) => machine.push(machine.take(8).readDoubleBE())),
  // SHORT_BINUNICODE
  operation(0x8c, (machine) => machine.push(machine.take(machine.byte()).toString('utf8'))),
  // BINUNICODE
  operation('X', (machine) => machine.push(machine.take(machine.take(4).readUInt32LE()).toString('utf8'))),

  // EMPTY_LIST
  operation(']', (machine) => machine.pushObject(new PickleList())),
  // APPEND
  operation('a', (machine) => append(machine, [machine.pop()])),
  // APPENDS
  operation('e', (machine) => append(machine, machine.popToMark())),
  // EMPTY_TUPLE
  operation(')', (machine) => machine.pushObject([])),
  // TUPLE
  operation('t', (machine) => machine.pushObject(machine.popToMark())),
  // TUPLE1
  operation(0x85, (machine) => pushTuple(machine, 1)),
  // TUPLE2
  operation(0x86, (machine) => pushTuple(machine, 2)),
  // TUPLE3
  operation(0x87, (machine) => pushTuple(machine, 3)),
  // EMPTY_DICT
  operation('}', (machine) => machine.pushObject(new PickleDictionary())),
  // SETITEM
  operation('s', (machine) => {
    const value = machine.pop()
    setItems(machine, [machine.pop(), value])
  }),
  // SETITEMS
  operation('u', (machine) => setItems(machine, machine.popToMark())),

  // BINPUT
  operation('q', (machine) => machine.remember(machine.byte())),
  // LONG_BINPUT
  operation('r', (machine) => machine.remember(machine.take(4).readUInt32LE())),
  // MEMOIZE
  operation(0x94, (machine) => machine.rememberNext()),
  // BINGET
  operation('h', (machine) => machine.recall(machine.byte())),
  // LONG_BINGET
  operation('j', (machine) => machine.recall(machine.take(4).readUInt32LE())),

  // GLOBAL
  operation('c', (machine) => {
    const module = machine.line()
    machine.push(machine.world.named(`${module}.${machine.line()}`))
  }),
  // INST, a name and a call in one
  operation('i', (machine) => {
    const module = machine.line()
    machine.world.named(`${module}.${machine.line()}`)
    throw machine.world.refused('its pickle makes an object of a class')
  }),
  // STACK_GLOBAL
  operation(0x93, (machine) => {
    const name = machine.pop()
    const module = machine.pop()
    if (typeof name !== 'string' || typeof module !== 'string') throw machine.world.damaged('its pickle gives a name that is none')
    machine.push(machine.world.named(`${module}.${name}`))
  }),
  // BINPERSID
  operation('Q', (machine) => machine.pushObject(machine.world.persistent(machine.pop()))),
  // REDUCE
  operation('R', (machine) => {
    const args = machine.pop()
    const called = machine.pop()
    if (!(called instanceof PickleFunction) || !Array.isArray(args))
      throw machine.world.refused('its pickle calls what is no function')
    machine.pushObject(called.call(args))
  }),
  // BUILD, attributes of an object; the dictionaries of torch have some (_metadata), which nothing depends on
  operation('b', (machine) => {
    machine.pop()
    if (!(machine.top() instanceof PickleDictionary)) throw machine.world.refused('its pickle sets attributes of an object')
  }),
])

function operation(code: string | number, run: Operation): readonly [number, Operation] {
  return [typeof code === 'string' ? code.charCodeAt(0) : code, run]
}

function append(machine: PickleMachine, values: readonly unknown[]): void {
  const list = machine.top()
  if (!(list instanceof PickleList)) throw machine.world.damaged('its pickle appends to what is no list')
  for (const value of values) list.items.push(value)
}

function pushTuple(machine: PickleMachine, length: number): void {
  const values: unknown[] = new Array(length)
  for (let at = length - 1; at >= 0; at--) values[at] = machine.pop()
  machine.pushObject(values)
}

function setItems(machine: PickleMachine, items: readonly unknown[]): void {
  const target = machine.top()
  if (!(target instanceof PickleDictionary) || items.length % 2 === 1) {
    throw machine.world.damaged('its pickle sets entries of what is no dictionary')
  }
  for (const item of items) target.entries.push(item)
}

/** A little-endian number in two's complement, as a float; of 128 bits at most, as states of random generators are. */
function pushLong(machine: PickleMachine): void {
  const length = machine.byte()
  if (length > 16) throw machine.world.refused(`its pickle holds a whole number of ${length} bytes`)
  const bytes = machine.take(length)
  const magnitude = bytes.toReversed().reduce((sum, each) => sum * 256n + BigInt(each), 0n)
  machine.push(Number(BigInt.asIntN(length * 8, magnitude)))
}
