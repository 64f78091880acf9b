import type { TensorFile } from '../tensor-files/tensor-location.ts'
import type { CheckpointTensors } from './checkpoint-tensors.ts'
import type { OpenedSae, SaeSettings } from './sae-encoder.ts'

/** A checkpoint format that is a folder of certain files. Errors of the file system come as they are. */
export type SaeFolderFormat = {
  readonly name: string
  /** The file of weights in it, by a path relative to the folder. */
  readonly weights: string
  /** @param files names in the folder */
  recognises(files: readonly string[]): boolean
  /** @param folder an absolute path, as the user named it: some formats say in it what they are */
  open(folder: string, settings: SaeSettings): Promise<OpenedSae>
}

/** A checkpoint format that is a single file of weights, told by the names in it. */
export type SaeFileFormat = {
  readonly name: string
  recognises(file: TensorFile): boolean
  open(checkpoint: SaeFile, settings: SaeSettings): Promise<OpenedSae>
}

/** `path`: absolute, as the user named it. */
export type SaeFile = { readonly path: string; readonly tensors: CheckpointTensors; readonly values: TensorFile['values'] }
