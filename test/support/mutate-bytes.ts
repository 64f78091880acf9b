/** Damages files as disks, networks and people with intent do: the same way for the same seed. */
export function mutateBytes(whole: Uint8Array, random: () => number): Uint8Array {
  let bytes = Uint8Array.from(whole)
  const below = (limit: number) => Math.floor(random() * limit)
  const changes = 1 + below(6)
  for (let change = 0; change < changes && bytes.length > 0; change++) {
    const at = below(bytes.length)
    const length = Math.min(1 + below(random() < 0.8 ? 16 : 4096), bytes.length - at)
    const kind = below(8)
    if (kind === 0) bytes[at] = below(256)
    else if (kind === 1) bytes[at] = (bytes[at] ?? 0) ^ (1 << below(8))
    // Numbers at the edges of their range: the lengths and shapes among them are what hurts.
    else if (kind === 2) bytes.fill(random() < 0.5 ? 0xff : 0, at, at + length)
    else if (kind === 3) bytes[at] = [0, 1, 0x7f, 0x80, 0xff][below(5)] ?? 0
    else if (kind === 4) bytes.copyWithin(below(bytes.length), at, at + length)
    else if (kind === 5) bytes = joined(bytes.subarray(0, at), bytes.subarray(at + length))
    else if (kind === 6) bytes = joined(bytes.subarray(0, at + length), bytes.subarray(at))
    else if (random() < 0.2) bytes = bytes.slice(0, at)
  }
  return bytes
}

function joined(head: Uint8Array, tail: Uint8Array): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(head.length + tail.length)
  whole.set(head)
  whole.set(tail, head.length)
  return whole
}
