import type { DocumentGroup } from '../../../contract/analyses.ts'
import { mostPanes } from '../../client/view.ts'
import { workbench } from '../../client/workbench.ts'

/** Opens the documents of groups side by side, with a latent lit; each pane has its own filter where groups are values of a column. */
export function compareGroups(groups: readonly DocumentGroup[], latent: number): void {
  const sides = groups.flatMap(({ corpora, where }) => corpora.map((corpus) => ({ corpus, where })))
  const filtered = sides.some(({ where }) => where !== undefined)
  workbench.getState().put({
    activity: 'compare',
    latent,
    untouched: false,
    panesFollow: false,
    filling: null,
    order: 'activation',
    orderDescending: null,
    filter: {},
    linkFilter: !filtered,
    pairing: filtered ? 'apart' : 'auto',
    panes: sides.slice(0, mostPanes).map(({ corpus, where }, key) => ({
      key,
      corpus,
      channel: null,
      filter: where === undefined ? {} : { where: { ...where } },
      columns: [],
    })),
  })
}
