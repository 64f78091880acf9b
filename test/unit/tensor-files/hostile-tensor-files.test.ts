import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Failure } from '../../../src/contract/failure.ts'
import { seededRandom } from '../../../src/main/engine/numerics/seeded-random.ts'
import { openTensorFile } from '../../../src/main/engine/tensor-files/open-tensor-file.ts'
import { readFloats } from '../../../src/main/engine/tensor-files/read-floats.ts'
import { elementBytes } from '../../../src/main/engine/tensor-files/tensor-location.ts'
import { mutateBytes } from '../../support/mutate-bytes.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { unzip } from '../../support/unzip.ts'
import { writeSafetensors } from '../../support/write-safetensors.ts'
import { writeZip } from '../../support/write-zip.ts'

/** Mutations for each kind of file. `ETALON_FUZZ=100000` for the long run. */
const mutations = Number(process.env['ETALON_FUZZ'] ?? 100)

const folder = 'test/golden/tensor-files'
const kinds: Readonly<Record<string, readonly string[]>> = {
  npz: ['arrays.npz', 'versions.npz'],
  torch: ['module.pt', 'views.pt', 'types.pt', 'checkpoint-2.pt', 'checkpoint-4.pt'],
}

describe('a file that was damaged or made with intent is read within its bounds or refused in a sentence', () => {
  test.for(Object.entries(kinds))('of %s', { timeout: 24 * 3_600_000 }, async ([, names]) => {
    const path = join(temporaryFolder(), 'weights')
    const random = seededRandom(11)
    const files = names.map((name) => readFileSync(join(folder, name)))
    const outcomes = { read: 0, refused: 0 }
    for (let count = 0; count < mutations; count++) {
      const whole = files[count % files.length]!
      writeFileSync(path, random() < 0.4 ? mutateBytes(whole, random) : withMutatedMember(whole, random))
      outcomes[await reading(path)]++
    }
    // A mutator that only ever breaks the outermost layer would test nothing.
    expect(Math.min(outcomes.read, outcomes.refused)).toBeGreaterThan(mutations / 50)
  })

  test('of safetensors', { timeout: 24 * 3_600_000 }, async () => {
    const path = join(temporaryFolder(), 'weights')
    const random = seededRandom(12)
    const whole = writeSafetensors({
      a: { shape: [2, 3], values: new Float32Array(6) },
      b: { shape: [4], values: new Float32Array(4), as: 'BF16' },
    })
    for (let count = 0; count < mutations; count++) {
      writeFileSync(path, mutateBytes(whole, random))
      await reading(path)
    }
  })
})

/** Pickles as text of one character for each byte: operations of pickletools.py. */
const text = (value: string) => `X${String.fromCharCode(value.length)}\0\0\0${value}`
const storage = (count: string) => `(${text('storage')}ctorch\nFloatStorage\n${text('0')}${text('cpu')}${count}tQ`
const tensor = (offset: string, shape: string, strides: string, count = 'K\x04') =>
  `ctorch._utils\n_rebuild_tensor_v2\n(${storage(count)}${offset}${shape}${strides}tR`
const named = (value: string) => `}${text('W')}${value}s.`
/** A dictionary that holds another twice, and so on: of 2^levels entries. */
const doubling = (levels: number) => {
  let pickle = '}q\0'
  for (let level = 0; level < levels; level++) pickle += `}(${text('a')}h\0${text('b')}h\0uq\0`
  return `${pickle}.`
}

test.for<[string, string, string]>([
  ['calls a function of the system', `cos\nsystem\n${text('rm')}\x85R.`, 'it asks for os.system'],
  ['names it from the stack', '\x8c\x02os\x8c\x06system\x93.', 'it asks for os.system'],
  ['makes an object in one step', '(ios\nsystem\n.', 'it asks for os.system'],
  ['asks for a name that runs on', `c${'a\x07'.repeat(500)}\nb\n`, `it asks for ${'a\ufffd'.repeat(50)}…`],
  ['reaches behind a name that is known', 'ctorch._utils\n_rebuild_tensor_v2.__globals__\n.', '_v2.__globals__'],
  ['asks for a member of every object', 'cconstructor\nconstructor\n.', 'constructor.constructor'],
  ['uses a number of 255 bytes', `\x8a\xff${'\x7f'.repeat(255)}.`, 'a whole number of 255 bytes'],
  ['uses a number of two gigabytes', '\x8b\xff\xff\xff\x7f', 'operation 0x8b'],
  ['gives a text of four gigabytes', 'X\xff\xff\xff\xffabc', 'cut off'],
  ['calls what is no function', '})R.', 'calls what is no function'],
  ['takes what lies before a mark', 'N(\x85.', 'takes what it never put'],
  ['goes back to no mark', 'Nt.', 'a mark it never set'],
  ['recalls what it never kept', 'h\x05.', 'never kept'],
  ['keeps far ahead', 'Nr\xff\xff\xff\xff.', 'keeps more than it holds'],
  ['never ends', 'NNN', 'cut off'],
  ['nests without end', `${`}${text('a')}`.repeat(40)}N${'s'.repeat(40)}.`, 'without end'],
  ['holds itself', `}q\0${text('a')}h\0s.`, 'without end'],
  ['doubles at each level', doubling(30), 'without end'],
  ['makes a list with every byte', `${']'.repeat(1 << 17)}.`, 'more objects'],
  ['has a key that is no text', '}}Ns.', 'is no text'],
  ['holds a name twice', `}(${text('a.b')}N${text('a')}}${text('b')}Nsu.`, 'a.b twice'],
  ['holds what is no value', named('ctorch\nFloatStorage\n'), 'W is neither'],
  ['keeps more than its file', named(tensor('K\0', 'K\xff\x85', 'K\x01\x85', 'K\xff')), 'the values of W are cut off'],
  ['reaches past its storage', named(tensor('K\x01', 'K\x04\x85', 'K\x01\x85')), 'W reaches past'],
  ['starts before its storage', named(tensor('J\xff\xff\xff\xff', 'K\x04\x85', 'K\x01\x85')), 'has no storage'],
  ['has a negative shape', named(tensor('K\0', 'J\xff\xff\xff\xff\x85', 'K\x01\x85')), 'a shape is none'],
  ['has a shape that is no number', named(tensor('K\0', 'G\x7f\xf8\0\0\0\0\0\0\x85', 'K\x01\x85')), 'a shape is none'],
  ['has a shape without strides', named(tensor('K\0', 'K\x04\x85', ')')), 'for each of its axes'],
  ['repeats one value', named(tensor('K\0', 'J\xff\xff\xff\x7f\x85', 'K\0\x85')), 'W as a view with gaps'],
])('refuses a pickle that %s', async ([, pickle, reason]) => {
  const path = join(temporaryFolder(), 'evil.pt')
  const members = { 'a/data.pkl': Buffer.from(`\x80\x02${pickle}`, 'latin1'), 'a/data/0': Buffer.alloc(16) }
  writeFileSync(path, writeZip(new Map(Object.entries(members))))
  const thrown = await openTensorFile(path).catch((error: unknown) => error)
  expect(thrown).toBeInstanceOf(Failure)
  expect((thrown as Failure).message).toContain(reason)
})

test.for<[string, string, string]>([
  ['of an impossible size', '(9007199254740993, 2)', 'not that of a plain array'],
  ['of more values than there are', '(1000000, 1000000)', 'its shape asks for'],
  ['of numbers of no end', `(${'9'.repeat(9000)},)`, 'not that of a plain array'],
  ['of a header beyond all measure', `(2,)${' '.repeat(20_000)}`, 'not that of a plain array'],
  ['of a negative size', '(-2,)', 'not that of a plain array'],
])('refuses an array %s', async ([, shape, reason]) => {
  const described = `{'descr': '<f4', 'fortran_order': False, 'shape': ${shape}, }\n`
  const start = Buffer.from('\x93NUMPY\x01\0\0\0', 'latin1')
  start.writeUInt16LE(described.length, 8)
  const path = join(temporaryFolder(), 'evil.npz')
  writeFileSync(path, writeZip(new Map([['W.npy', Buffer.concat([start, Buffer.from(described), Buffer.alloc(8)])]])))
  await expect(openTensorFile(path)).rejects.toMatchObject({ name: 'Failure', message: expect.stringContaining(reason) as string })
})

/** Opens and reads a file as its users would; anything thrown but a `Failure` fails the test, and so does what lies out of bounds. */
async function reading(path: string): Promise<'read' | 'refused'> {
  const size = statSync(path).size
  const opened = await openTensorFile(path).catch(refusal)
  for (const tensor of opened?.tensors.values() ?? []) {
    expect(tensor.offset >= 0 && tensor.length >= 0 && tensor.offset + tensor.length <= size).toBe(true)
    expect(tensor.shape.reduce((product, each) => product * each, elementBytes[tensor.elementType])).toBe(tensor.length)
    await readFloats(tensor).catch(refusal)
  }
  return opened === null ? 'refused' : 'read'
}

function refusal(thrown: unknown): null {
  if (thrown instanceof Failure && thrown.message.length < 1000) return null
  throw thrown
}

/** The archive with one member damaged, its pickle or an array; half the time in a few bytes only, so that most of it still makes sense. */
function withMutatedMember(archive: Buffer, random: () => number): Buffer {
  const members = unzip(archive)
  const names = [...members.keys()].filter((name) => /\.npy$|\/data\.pkl$/.test(name))
  const name = names[Math.floor(random() * names.length)]!
  const whole = members.get(name)!
  const damaged = random() < 0.5 ? mutateBytes(whole, random) : Uint8Array.from(whole)
  if (damaged.length === whole.length) {
    for (let count = 1 + Math.floor(random() * 3); count > 0; count--)
      damaged[Math.floor(random() * damaged.length)] = Math.floor(random() * 256)
  }
  return writeZip(members.set(name, Buffer.from(damaged)), { wide: random() < 0.2 })
}
