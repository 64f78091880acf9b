/**
 * The tokens of a text, in order, without special ones at its ends. `starts` and `ends` count UTF-16 code units of the raw
 * text; a token that holds part of a character spans the whole character. Tokens of byte-level BPE cover every character; other
 * kinds leave out what they do not encode (spaces in BERT's), and a space that was put before the text spans the first character.
 */
export type Tokenization = { readonly ids: Int32Array; readonly starts: Int32Array; readonly ends: Int32Array }

export type Tokenizer = {
  /** Cuts a text of any length, in time linear in it. A surrogate without its partner counts as U+FFFD. */
  tokenize(text: string): Tokenization
  /** What begins a text, where the vocabulary has such a token. */
  readonly bos: number | null
  /** What the tokenizer itself would put before and after a text: [CLS] and [SEP] for BERT, BOS for Llama, nothing for GPT-2. */
  readonly before: readonly number[]
  readonly after: readonly number[]
  /** Tokens that are no text, however they got there: never pooled. */
  readonly specialIds: ReadonlySet<number>
  /** One more than the largest id. */
  readonly vocabularySize: number
  /** A token as text to show; bytes that are no whole character as <0xE2>. */
  display(id: number): string
}
