import { Failure } from '../../../contract/failure.ts'
import { shownName } from '../../../contract/shown-name.ts'

/** For an SAE that would be read otherwise than it was trained. `reason` begins with "it" or "its". */
export function refusedSae(
  path: string,
  reason: string,
  hint = 'Use an SAE on the residual stream whose latents of a token follow from that token alone.',
): Failure {
  return new Failure('unsupported', `The SAE of ${path} cannot be read faithfully: ${reason}.`, hint)
}

/** For an SAE whose `part`, such as its architecture, is one that is not known, or known as none that can be read. */
export function unknownPart(path: string, part: string, name: string): Failure {
  const kind = otherKinds.find(([pattern]) => pattern.test(name))?.[1]
  return refusedSae(path, `its ${part} is ${shownName(name)}${kind === undefined ? '' : `: ${kind}`}`)
}

/** Relatives of SAEs, by what they are called in configs and folders. */
const otherKinds: readonly (readonly [RegExp, string])[] = [
  [/^(?:clt|.*cross[-_ ]?layer[-_ ]?trans)/i, 'cross-layer transcoders read what goes into MLPs, not the residual stream'],
  [/transcoder/i, 'transcoders read what goes into an MLP, not the residual stream'],
  [/cross[-_ ]?coder/i, 'crosscoders read several layers or models at once'],
  [/lorsa/i, 'latents of sparse attention depend on the tokens before'],
]

/** For an SAE that leaves open how many latents of a token are kept. */
export function missingK(path: string): Failure {
  return refusedSae(path, 'it does not say how many latents of a token are kept', 'Say how many when you add it (k).')
}

/** For an SAE that leaves open what the residual stream is multiplied by. */
export function missingInputScale(path: string): Failure {
  return refusedSae(
    path,
    'its inputs are normalised by a factor that it does not hold',
    'Say the factor when you add it (inputScale): the square root of its width over the mean length of its inputs in training.',
  )
}
