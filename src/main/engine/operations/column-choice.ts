import type { Mapping } from '../../../contract/corpora.ts'
import type { ColumnChoice } from '../corpora/columns.ts'

/** What a person chose about columns, with what was not chosen left out. */
export function columnChoice({ text, id, channels, leftOut }: Mapping): ColumnChoice {
  return {
    ...(text === undefined ? {} : { text }),
    ...(id === undefined ? {} : { id }),
    ...(channels === undefined ? {} : { channels }),
    ...(leftOut === undefined ? {} : { leftOut }),
  }
}
