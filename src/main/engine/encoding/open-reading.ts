import { startInference } from '../inference/inference-client.ts'
import type { StartProcess } from '../inference/process-port.ts'
import type { Lens } from '../lens/lens.ts'
import { type InferenceOptions, inferenceModelOf } from '../lens/inference-model-of.ts'
import { openTokenizer } from '../reader/tokenizer.ts'
import type { Reading } from './read-block.ts'

/** Starts the inference process with a lens. The session is the caller's to close. Throws Failures 'lens-invalid', 'inference-failed'. */
export async function readingOf(lens: Lens, options: InferenceOptions, startProcess: StartProcess): Promise<Reading> {
  const [model, tokenizer] = await Promise.all([inferenceModelOf(lens, options), openTokenizer(lens.tokenizerFiles)])
  const session = await startInference(startProcess, model)
  return {
    session,
    tokenize: (text) => tokenizer.tokenize(text),
    contextSize: lens.contextSize,
    before: lens.prependBos ? tokenizer.bos : null,
    padding: tokenizer.bos ?? 0,
  }
}
