import type { LensParts } from '../../../contract/lenses.ts'

/** What a document is to a reader. */
export const readingWords: Readonly<Record<NonNullable<LensParts['as']>, string>> = {
  raw: 'raw text',
  user: 'a user’s message',
  assistant: 'an assistant’s message',
}

/** What goes around a text besides. */
export const outerWords: Readonly<Record<NonNullable<LensParts['outer']>, string>> = {
  none: 'nothing',
  bos: 'one BOS before it',
  own: 'what the tokenizer itself puts',
}

/** The export of a model as ONNX by optimum. */
export const exportCommand = (model: string): string => `optimum-cli export onnx --model ${model} --task text-generation FOLDER`
