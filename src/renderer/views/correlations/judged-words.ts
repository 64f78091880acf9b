import type { JudgedPairRun, LabelAgainstLatent } from '../../../contract/hypotheses.ts'

/** What a judged pair says, in a sentence. */
export function verdictOf({ units, missing, holdsA, holdsB, interval }: JudgedPairRun): string {
  if (units === 0)
    return missing === 0 ? 'Nothing was judged.' : 'No answer came that could be used: the pair is neither confirmed nor refuted.'
  if (interval === null) {
    const never = holdsA === 0 ? (holdsB === 0 ? 'Neither label was' : 'Label A was not') : 'Label B was not'
    return `${never} found in any of these documents, so nothing can be said of the two together.`
  }
  if (interval[0] > 0) return 'What the labels say goes together too: the interval lies above 0.'
  if (interval[1] < 0) return 'What the labels say does not go together: the two avoid each other.'
  return 'Whether what the labels say goes together is open: the interval holds 0.'
}

/** Share of units, 0..1, in which a label was found true where its latent is present and untrue where it is not; null without units. */
export function fitOf({ present, absent }: LabelAgainstLatent): number | null {
  const units = present.units + absent.units
  return units === 0 ? null : (present.holds + absent.units - absent.holds) / units
}
