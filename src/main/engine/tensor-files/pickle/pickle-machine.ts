import type { Failure } from '../../../../contract/failure.ts'

/** What a pickle may ask for. */
export type PickleWorld = {
  /** What a name, "module.name", stands for; throws for one that is not known. */
  named(name: string): unknown
  /** What lies outside the pickle under an identifier. */
  persistent(id: unknown): unknown
  damaged(reason: string): Failure
  refused(reason: string): Failure
}

/** A Python dictionary: keys and values in turn. */
export class PickleDictionary {
  readonly entries: unknown[] = []
}

/** A Python list; unlike a tuple, which is an array, it may grow after it was put somewhere. */
export class PickleList {
  readonly items: unknown[] = []
}

/** Something a pickle may call, by its name in Python; what it does is ours. */
export class PickleFunction {
  readonly name: string
  readonly call: (args: readonly unknown[]) => unknown

  constructor(name: string, call: (args: readonly unknown[]) => unknown) {
    this.name = name
    this.call = call
  }
}

/** Objects that any pickle may make, and bytes of pickle for each beyond. torch writes some 12 bytes for each of its tuples and lists. */
const freeObjects = 10_000
const bytesForObject = 4

/** The state of a pickle as it is read. Numbers, texts, null and booleans are themselves, tuples are arrays. */
export class PickleMachine {
  stopped = false
  readonly world: PickleWorld
  readonly #bytes: Buffer
  #at = 0
  readonly #stack: unknown[] = []
  readonly #marks: number[] = []
  /** Numbered in turn, so no number reaches the bytes of the pickle. */
  readonly #memo: unknown[] = []
  #objectsLeft: number

  constructor(bytes: Uint8Array, world: PickleWorld) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    this.world = world
    this.#objectsLeft = freeObjects + bytes.length / bytesForObject
  }

  byte(): number {
    const value = this.#bytes[this.#at++]
    if (value === undefined) throw this.world.damaged('its pickle is cut off')
    return value
  }

  /** The next bytes of the pickle. */
  take(length: number): Buffer {
    if (this.#at + length > this.#bytes.length) throw this.world.damaged('its pickle is cut off')
    this.#at += length
    return this.#bytes.subarray(this.#at - length, this.#at)
  }

  /** The next line, without its end. */
  line(): string {
    const end = this.#bytes.indexOf(0x0a, this.#at)
    if (end < 0) throw this.world.damaged('its pickle is cut off')
    const length = end - this.#at
    return this.take(length + 1).toString('utf8', 0, length)
  }

  push(value: unknown): void {
    this.#stack.push(value)
  }

  /** As `push`, of a list, a dictionary or what a call made: they are counted, so that a small file cannot fill the memory. */
  pushObject(value: unknown): void {
    if (--this.#objectsLeft < 0) throw this.world.refused('its pickle makes more objects than a file of weights has')
    this.#stack.push(value)
  }

  pop(): unknown {
    if (this.#stack.length <= (this.#marks.at(-1) ?? 0)) throw this.world.damaged('its pickle takes what it never put')
    return this.#stack.pop()
  }

  top(): unknown {
    const value = this.pop()
    this.#stack.push(value)
    return value
  }

  mark(): void {
    this.#marks.push(this.#stack.length)
  }

  /** What was put since the last mark. */
  popToMark(): unknown[] {
    const mark = this.#marks.pop()
    if (mark === undefined) throw this.world.damaged('its pickle goes back to a mark it never set')
    return this.#stack.splice(mark)
  }

  remember(index: number): void {
    if (index >= this.#bytes.length) throw this.world.damaged('its pickle keeps more than it holds')
    this.#memo[index] = this.top()
  }

  rememberNext(): void {
    this.remember(this.#memo.length)
  }

  recall(index: number): void {
    const value = this.#memo[index]
    if (value === undefined) throw this.world.damaged('its pickle goes back to what it never kept')
    this.#stack.push(value)
  }
}
