import type { SearchHit } from '../../../contract/search.ts'
import { mostLights } from '../../widgets/light-styles.ts'
import type { Span } from '../../widgets/marked-segments.ts'
import { visibleText } from '../../widgets/visible-text.ts'

/** What is marked in a hit's text: its strongest latents, each in its own place, and the words that were found. */
export function hitSpans({ why, words }: Pick<SearchHit, 'why' | 'words'>): readonly Span[] {
  return [
    ...why.slice(0, mostLights).map(({ latent, label, start, end }, slot) => ({
      start,
      end,
      slot,
      title: label === null ? `latent ${latent}` : visibleText(label),
    })),
    ...words.map(({ word, start, end }) => ({ start, end, slot: -1, title: `the word “${visibleText(word)}”` })),
  ]
}
