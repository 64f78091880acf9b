import { addedTokenSplitter } from './added-token-split.ts'
import { type AlignedText, rawEnd, rawStart, rawStretch, sliced } from './aligned-text.ts'
import { buildNormalizer } from './normalizers/build-normalizer.ts'
import { buildPreTokenizer } from './pre-tokenizers/build-pre-tokenizer.ts'
import { cutText } from './pre-tokenizers/cut-text.ts'
import { specialEnds } from './special-tokens.ts'
import { TokenList } from './token-list.ts'
import { rememberingPieces, type TokenModelFamily } from './token-model.ts'
import type { Tokenizer } from './tokenization.ts'
import type { TokenizerConfig } from './tokenizer-config.ts'
import { refusedPart, type TokenizerJson } from './tokenizer-json.ts'

/**
 * Puts a tokenizer together, as huggingface/tokenizers does: added tokens are cut out of the raw text, the rest is normalised, added
 * tokens are cut out of that, the rest is cut into pieces, and the model encodes these. Null where no family has the model.
 */
export function buildTokenizer(
  json: TokenizerJson,
  config: TokenizerConfig | null,
  families: readonly TokenModelFamily[],
): Tokenizer | null {
  const { added_tokens: addedTokens, model: given } = json
  if ((given.dropout ?? 0) > 0) throw refusedPart('dropout, which cuts a text differently each time')
  if (given.type === 'BPE' && (given.continuing_subword_prefix || given.end_of_word_suffix)) {
    throw refusedPart('BPE with marks at the start or the end of words')
  }
  const normalise = buildNormalizer(json.normalizer)
  const { steps, bytes } = buildPreTokenizer(json.pre_tokenizer)
  const written = bytes === 'never' && json.normalizer !== null && bytesNormalised(json) ? 'earlier' : bytes
  let model = null
  for (const family of families) model ??= family(given, written)
  if (model === null) return null
  const { vocabulary, display } = model
  const encode = rememberingPieces(model.encode)

  const splitRaw = addedTokenSplitter(
    addedTokens.filter((each) => !each.normalized),
    (token) => token.content,
  )
  const splitNormalised = addedTokenSplitter(
    addedTokens.filter((each) => each.normalized),
    ({ content }) => normalise?.(rawStretch(content.toWellFormed(), 0)).text ?? content,
  )

  function tokenize(raw: string): ReturnType<Tokenizer['tokenize']> {
    const text = raw.toWellFormed()
    const tokens = new TokenList()
    for (const { id, start, end } of splitRaw?.(text) ?? wholeOf(text)) {
      if (id !== null) tokens.push(id, start, end)
      else {
        const stretch = rawStretch(start === 0 && end === text.length ? text : text.slice(start, end), start)
        tokenizeNormalised(normalise?.(stretch) ?? stretch, tokens)
      }
    }
    return tokens.finish()
  }

  function tokenizeNormalised(aligned: AlignedText, tokens: TokenList): void {
    for (const { id, start, end } of splitNormalised?.(aligned.text) ?? wholeOf(aligned.text)) {
      if (id !== null) tokens.push(id, rawStart(aligned, start), rawEnd(aligned, end))
      else for (const { source, spans } of cutText(sliced(aligned, start, end), steps)) encodePieces(source, spans, tokens)
    }
  }

  function encodePieces(source: AlignedText, spans: readonly number[], tokens: TokenList): void {
    for (let at = 0; at < spans.length; at += 2) {
      const start = spans[at] ?? 0
      const { ids, starts, ends } = encode(source.text.slice(start, spans[at + 1]))
      for (let token = 0; token < ids.length; token++) {
        tokens.push(ids[token] ?? 0, rawStart(source, start + (starts[token] ?? 0)), rawEnd(source, start + (ends[token] ?? 0)))
      }
    }
  }

  const words = new Map([...vocabulary].map(([word, id]) => [id, word]))
  const added = new Map(addedTokens.map((each) => [each.id, each.content]))
  const idOf = (content: string | null | undefined) =>
    content === null || content === undefined
      ? null
      : (addedTokens.find((each) => each.content === content)?.id ?? vocabulary.get(content) ?? null)
  const ends = endsOf(json, config, idOf)
  let size = 0
  for (const id of words.keys()) size = Math.max(size, id + 1)
  for (const id of added.keys()) size = Math.max(size, id + 1)

  return {
    tokenize,
    bos: idOf(config?.bos_token) ?? ends.before[0] ?? null,
    before: ends.before,
    after: ends.after,
    specialIds: new Set(addedTokens.filter((each) => each.special).map((each) => each.id)),
    vocabularySize: size,
    display: (id) => added.get(id) ?? display(words.get(id) ?? ''),
  }
}

function wholeOf(text: string): readonly { readonly id: null; readonly start: number; readonly end: number }[] {
  return text === '' ? [] : [{ id: null, start: 0, end: text.length }]
}

/** What is put around a text: by the post-processor, unless tokenizer_config.json says that BOS or EOS is, or is not. */
function endsOf(
  { post_processor: postProcessor }: TokenizerJson,
  config: TokenizerConfig | null,
  idOf: (content: string | null | undefined) => number | null,
): ReturnType<typeof specialEnds> {
  const { before, after } = specialEnds(postProcessor)
  const [bos, eos] = [idOf(config?.bos_token), idOf(config?.eos_token)]
  return { before: adjusted(before, bos, config?.add_bos_token, true), after: adjusted(after, eos, config?.add_eos_token, false) }
}

function adjusted(
  ids: readonly number[],
  id: number | null,
  wanted: boolean | null | undefined,
  first: boolean,
): readonly number[] {
  if (id === null || wanted === null || wanted === undefined || ids.includes(id) === wanted) return ids
  if (!wanted) return ids.filter((each) => each !== id)
  return first ? [id, ...ids] : [...ids, id]
}

/** Whether the normaliser writes bytes as characters. */
function bytesNormalised({ normalizer }: TokenizerJson): boolean {
  return JSON.stringify(normalizer ?? null).includes('"type":"ByteLevel"')
}
