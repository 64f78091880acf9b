import type { Failure } from '../../../contract/failure.ts'
import { refusedSae } from './refused-sae.ts'

/** Formats that are known, but not of an SAE that can be read: files that tell them, and why. */
const known: readonly (readonly [RegExp, string])[] = [
  [/^conf\.yaml$/, 'it is a temporal SAE: the latents of a token depend on the tokens before it'],
  [/^wand?b-config\.yaml$/, 'it is a transcoder, which reads what goes into an MLP, not the residual stream'],
  [
    /^W_(?:enc|dec)_\d+\.safetensors$/,
    'it is a cross-layer transcoder, which reads what goes into an MLP, not the residual stream',
  ],
  [/_Hcat_z_.*\.pt$/, 'it reads the outputs of attention heads (hook_z), not the residual stream'],
]

/** Why a folder with these files is refused; null where it is not known. */
export function refusedFolder(folder: string, files: readonly string[]): Failure | null {
  const reason = known.find(([pattern]) => files.some((each) => pattern.test(each)))?.[1]
  return reason === undefined ? null : refusedSae(folder, reason)
}
