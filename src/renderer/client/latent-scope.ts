import { useCorpora } from './project-queries.ts'
import { useScope, useWorkbench } from './workbench.ts'

/**
 * What latents are counted over: the lens, and the channel that the panes show where they all show the same; so that the frequency
 * in the table and the shares of its panes speak of the same texts. Panes of different channels count all channels.
 */
export function useLatentScope(): { readonly lens?: string; readonly channel?: string } {
  const scope = useScope()
  const panes = useWorkbench((state) => state.panes)
  const { data: corpora = [] } = useCorpora()
  const firstOf = (name: string) => corpora.find((corpus) => corpus.name === name)?.channels[0]?.name
  const shown =
    panes.length > 0
      ? panes.map(({ corpus, channel }) => channel ?? firstOf(corpus))
      : corpora.slice(0, 1).map(({ name }) => firstOf(name))
  const [channel, ...others] = new Set(shown)
  return channel === undefined || others.length > 0 ? scope : { ...scope, channel }
}
