import type { AlignedText } from '../aligned-text.ts'

/** Changes a text before it is cut. Input is well-formed. */
export type Normalizer = (text: AlignedText) => AlignedText
