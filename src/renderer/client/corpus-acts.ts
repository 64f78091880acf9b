import { useWorkbench } from './workbench.ts'
import { notify, notifyError } from './notices.ts'
import { useEncode, useImport, useRemoveCorpus } from './project-queries.ts'

/** The acts on corpora that several views offer. */
export function useCorpusActs() {
  const importing = useImport()
  const encoding = useEncode()
  const removing = useRemoveCorpus()
  const lens = useWorkbench((state) => state.lens)
  const onError = notifyError
  return {
    importCorpora: (names: readonly string[], again = false) =>
      importing.mutate({ names: [...names], ...(again ? { again } : {}) }, { onError }),
    /** @param how device and precision, where they are not as set for all readings */
    readCorpora: (names: readonly string[], how: { readonly device?: string; readonly precision?: string } = {}) =>
      encoding.mutate({ corpora: [...names], ...(lens === null ? {} : { lens }), ...how }, { onError }),
    removeCorpus: (name: string) =>
      removing.mutate(
        { corpus: name },
        {
          onError,
          onSuccess: ({ documents }) =>
            notify({ text: `Removed ${documents} documents of ${name} from Etalon; the file itself is untouched.` }),
        },
      ),
  }
}
