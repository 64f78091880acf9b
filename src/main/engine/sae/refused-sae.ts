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

/** For an SAE whose `part`, such as its architecture, is one that is not known. */
export function unknownPart(path: string, part: string, name: string): Failure {
  return refusedSae(path, `its ${part} is ${shownName(name)}`)
}

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
