import { type DeviceUse, readingOnDevice } from '../../devices/read-on-device.ts'
import { deviceEnvironment } from '../../devices/provider/provider-place.ts'
import type { Reading } from '../../encoding/read-block.ts'
import { readBlock } from '../../encoding/read-block.ts'
import { windowRows } from '../../encoding/window-rows.ts'
import { startInference } from '../../inference/inference-client.ts'
import type { Lens } from '../../lens/lens.ts'
import { residualModelOf } from '../../lens/residual-model.ts'
import type { ActivationBlock } from '../../numerics/activation-block.ts'
import { openTokenizer } from '../../reader/tokenizer.ts'
import { givenBack, type GivenBack } from '../../sae/given-back.ts'

/** What a lens gave on a sample. */
export type Measured = {
  readonly sample: SampleActivations
  readonly tokens: number
  /** Null where the SAE has no decoder. */
  readonly givenBack: GivenBack | null
  /** Latents active on a token on average, the first of a row left out where nothing stands before it. */
  readonly active: number
  /** The residual stream of the first tokens, [tokens, dModel]; null where it was not read. */
  readonly stream: Float32Array | null
  readonly tokensPerSecond: number
  readonly device: string
}

/** Documents read together, after the first one by itself. */
const documentsAtOnce = 16
/** Activations that are enough to judge by, however few tokens they are of: of an SAE that is read wrongly nearly all latents may be active. */
const mostActivations = 4_000_000

/**
 * Reads texts until so many tokens are reached, and measures how much of the residual stream the SAE gives back on the first of them.
 * The first token of a row that begins without a BOS is left out: readers use it as a place to attend to, and it is unlike all others.
 */
export async function measureLens(
  lens: Lens,
  texts: readonly string[],
  { tokens, compared, stream: known, use, told }: Measuring,
): Promise<Measured> {
  const reading = await readingOnDevice(lens, { device: 'auto' }, use)
  try {
    const sample = enough(texts, tokens, reading)
    const started = performance.now()
    const read = await readSample(reading, sample, told)
    const seconds = (performance.now() - started) / 1000
    const used = tokensThatCount(read, sample, reading)
    const count = read.tokenIds.length
    const counts = new Uint8Array(count)
    for (const token of used) counts[token] = 1
    const active = read.token.reduce((sum, token) => sum + counts[token]!, 0) / Math.max(1, used.length)
    const residual = async () => known ?? readStream(lens, { ...reading, texts: enough(sample, compared, reading) }, use)
    const stream = lens.encoder.decoder === null ? null : await residual()
    const givenBack = stream === null ? null : await compare(lens, read, stream, used)
    const { device } = reading.session
    return { sample: read, tokens: count, givenBack, active, stream, tokensPerSecond: count / seconds, device }
  } finally {
    await reading.session.close()
  }
}

export type Measuring = {
  /** Read, and of them compared with what the decoder gives back; about. */
  readonly tokens: number
  readonly compared: number
  /** The residual stream of as many tokens or more, where it was read before. */
  readonly stream?: Float32Array | null
  readonly use: DeviceUse
  /** Called with the tokens read so far; what it throws ends the measuring. */
  told(tokens: number): void
}

function enough(texts: readonly string[], tokens: number, reading: Reading): readonly string[] {
  let missing = tokens
  const sample: string[] = []
  for (const text of texts) {
    if (missing <= 0) break
    sample.push(text)
    missing -= reading.tokenize(text).document.ids.length
  }
  return sample
}

/** Hands on block by block, until there is no text left or no more is wanted. */
async function readInParts(
  reading: Reading,
  texts: readonly string[],
  take: (part: ActivationBlock, tokensBefore: number) => boolean,
): Promise<void> {
  let tokens = 0
  for (let first = 0; first < texts.length; first += first === 0 ? 1 : documentsAtOnce) {
    const part = await readBlock(reading, first, texts.slice(first, first === 0 ? 1 : first + documentsAtOnce))
    if (!take(part, tokens)) return
    tokens += part.tokenIds.length
  }
}

/** Activations of a sample, by tokens of all its texts; `tokenStarts` [texts]. */
export type SampleActivations = {
  readonly tokenIds: Int32Array
  readonly tokenStarts: Uint32Array
  readonly token: Uint32Array
  readonly latent: Uint32Array
  readonly value: Float32Array
}

async function readSample(reading: Reading, texts: readonly string[], told: (tokens: number) => void): Promise<SampleActivations> {
  const parts: { readonly part: ActivationBlock; readonly before: number }[] = []
  let activations = 0
  await readInParts(reading, texts, (part, before) => {
    parts.push({ part, before })
    told(before + part.tokenIds.length)
    activations += part.activationToken.length
    return activations < mostActivations
  })
  const moved = (values: Uint32Array, by: number) => values.map((each) => each + by)
  return {
    tokenIds: Int32Array.from(parts.flatMap(({ part }) => [...part.tokenIds])),
    tokenStarts: Uint32Array.from(parts.flatMap(({ part, before }) => [...moved(part.tokenStarts.subarray(0, -1), before)])),
    token: joined(parts.map(({ part, before }) => moved(part.activationToken, before))),
    latent: joined(parts.map(({ part }) => part.activationLatent)),
    value: new Float32Array(joined(parts.map(({ part }) => bitsOf(part.activationValue))).buffer),
  }
}

function bitsOf(values: Float32Array): Uint32Array {
  return new Uint32Array(values.buffer, values.byteOffset, values.length)
}

function joined(parts: readonly Uint32Array[]): Uint32Array<ArrayBuffer> {
  const whole = new Uint32Array(parts.reduce((sum, each) => sum + each.length, 0))
  let filled = 0
  for (const each of parts) {
    whole.set(each, filled)
    filled += each.length
  }
  return whole
}

/** Tokens that are not the first of a row. */
function tokensThatCount(
  { tokenIds, tokenStarts }: SampleActivations,
  texts: readonly string[],
  { tokenize, around, contextSize }: Reading,
): readonly number[] {
  const left = new Set<number>()
  // Reading may have ended early.
  texts.slice(0, tokenStarts.length).forEach((text, document) => {
    const framed = tokenize(text)
    for (const { from, lead } of windowRows(framed, document, around, contextSize))
      if (lead.length === 0) left.add((tokenStarts[document] ?? 0) + from)
  })
  return Array.from(tokenIds.keys()).filter((token) => !left.has(token))
}

async function readStream(
  lens: Lens,
  { texts, ...reading }: Reading & { readonly texts: readonly string[] },
  { startProcess, home }: DeviceUse,
): Promise<Float32Array> {
  const { dModel } = lens
  const { device } = reading.session
  const environment = await deviceEnvironment(device, home)
  const session = await startInference(startProcess, await residualModelOf(lens, { device }), { environment })
  try {
    const streams: Float32Array[] = []
    await readInParts({ ...reading, session }, texts, (block) => {
      const stream = new Float32Array(block.tokenIds.length * dModel).fill(NaN)
      for (let at = 0; at < block.activationToken.length; at++)
        stream[block.activationToken[at]! * dModel + block.activationLatent[at]!] = block.activationValue[at]!
      streams.push(stream)
      return true
    })
    return new Float32Array(joined(streams.map(bitsOf)).buffer)
  } finally {
    await session.close()
  }
}

/** On the tokens of which both are known. */
async function compare(
  lens: Lens,
  { token, latent, value, tokenIds }: SampleActivations,
  stream: Float32Array,
  used: readonly number[],
): Promise<GivenBack | null> {
  const { specialIds } = await openTokenizer(lens.tokenizerFiles)
  const tokens = Math.min(tokenIds.length, stream.length / lens.dModel)
  // Ordered by token, so that those of the first texts come first.
  const within = token.findLastIndex((each) => each < tokens) + 1
  const counting = used.filter((each) => each < tokens && !specialIds.has(tokenIds[each]!))
  const activations = { token: token.subarray(0, within), latent: latent.subarray(0, within), value: value.subarray(0, within) }
  return givenBack(lens.encoder, stream.subarray(0, tokens * lens.dModel), activations, counting)
}
