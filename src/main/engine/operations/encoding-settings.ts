import type { Precision, PrecisionAgreement } from '../../../contract/corpora.ts'
import type { DocumentReading } from '../../../contract/project.ts'
import type { Lens } from '../lens/lens.ts'
import { isPlain } from '../lens/lens-frame.ts'
import type { StoredEncoding } from '../store/encodings.ts'

/** What decides the values of an encoding besides documents and lens: part of its identity. */
export type ReadingSettings = {
  readonly contextSize: number
  readonly prependBos: boolean
  /** Absent where documents are read as they are. */
  readonly documents?: DocumentReading
  readonly precision: Precision
  readonly presence: 'lens'
}

/** As kept with an encoding. The agreement was measured before it began, and like the reason for its device is no part of its identity. */
type KeptSettings = Partial<ReadingSettings> & { readonly agreement?: PrecisionAgreement; readonly deviceReason?: string }

export function readingSettings({ contextSize, documents }: Lens, precision: Precision): ReadingSettings {
  return {
    contextSize,
    prependBos: documents.outer === 'bos',
    ...(isPlain(documents) ? {} : { documents }),
    precision,
    presence: 'lens',
  }
}

/** Float32 unless it says otherwise. */
export function precisionOf({ settings }: StoredEncoding): Precision {
  return (settings as KeptSettings).precision ?? 'float32'
}

/** How well a coarser precision agreed with float32; null for a reading in float32. */
export function agreementOf({ settings }: StoredEncoding): PrecisionAgreement | null {
  return (settings as KeptSettings).agreement ?? null
}

/** Why it was read on its device; null where that was not kept. */
export function deviceReasonOf({ settings }: StoredEncoding): string | null {
  return (settings as KeptSettings).deviceReason ?? null
}
