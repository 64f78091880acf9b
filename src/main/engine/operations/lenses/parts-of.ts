import { Failure } from '../../../../contract/failure.ts'
import type { LensParts, LensRequest } from '../../../../contract/lenses.ts'
import type { LensTexts } from '../../lens/adding/draft-lens.ts'
import { catalogue } from '../../lens/catalogue.ts'

/** What a request asks for, that of a lens of the catalogue written out. */
export function partsOf(request: LensRequest): { readonly parts: LensParts; readonly texts: LensTexts } {
  if (!('catalogue' in request)) return { parts: request, texts: {} }
  const known = catalogue.find((each) => each.name === request.catalogue)
  if (known === undefined)
    throw new Failure(
      'not-found',
      `The catalogue has no lens "${request.catalogue}".`,
      `It has: ${catalogue.map(({ name }) => name).join(', ')}.`,
    )
  const reader = request.reader ?? known.reader
  if (reader === null)
    throw new Failure(
      'bad-input',
      `${known.model} is nowhere to be had as ONNX, as far as is known.`,
      `Export it, such as with: optimum-cli export onnx --model ${known.model} --task text-generation FOLDER, and name the folder with --reader.`,
    )
  const { name, sae, hook, as, outer, contextSize, centre, labelFile, title, note, license } = known
  return {
    parts: {
      reader,
      sae,
      hook,
      as,
      outer,
      contextSize,
      name: request.name ?? name,
      ...(centre === undefined ? {} : { centre }),
      ...(labelFile === undefined ? {} : { labels: labelFile }),
    },
    texts: { title, description: note, license },
  }
}
