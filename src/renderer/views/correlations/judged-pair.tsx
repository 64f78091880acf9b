import type { ReactNode } from 'react'
import type { PairRow } from '../../../contract/correlations.ts'
import type { ConditionalShare, JudgedPairRun, LabelAgainstLatent } from '../../../contract/hypotheses.ts'
import { formatCount, formatProbability, formatShare } from '../../widgets/format-numbers.ts'
import styles from './correlations.module.css'
import { fitOf, verdictOf } from './judged-words.ts'

type Props = { readonly judged: JudgedPairRun; readonly pair: PairRow; /** Of the analysis. */ readonly documents: number }

/** What a judge found of two labels, beside what was measured of their latents. */
export function JudgedPairView({ judged, pair, documents }: Props): ReactNode {
  const { units, missing, cut, pValue, npmi, measured } = judged
  /** Of the column that is there only where latents were named. */
  const same = (cell: Cell | null) => (measured === null ? null : cell)
  return (
    <div className={styles['judged']}>
      <p>
        <strong>{verdictOf(judged)}</strong>
      </p>
      <div className={styles['scroll']}>
        <table aria-label="Measured and judged">
          <thead>
            <tr>
              <th scope="col">
                <span className="unseen">Figure</span>
              </th>
              <th scope="col" data-tip="Where the latents are present, in all documents of this result">
                Latents
              </th>
              {measured !== null && (
                <th scope="col" data-tip="Where the latents are present, of the documents that were judged">
                  Latents, same documents
                </th>
              )}
              <th scope="col" data-tip="Where the judge found what the labels say, one document of each unit">
                Labels, judged
              </th>
            </tr>
          </thead>
          <tbody>
            <Row name="Documents" cells={[[formatCount(documents)], same([formatCount(units)]), [formatCount(units)]]} />
            <Row
              name="A"
              cells={[of(pair.documentsA, documents), same(measured && of(measured.presentA, units)), of(judged.holdsA, units)]}
            />
            <Row
              name="B"
              cells={[of(pair.documentsB, documents), same(measured && of(measured.presentB, units)), of(judged.holdsB, units)]}
            />
            <Row
              name="Both"
              cells={[of(pair.support, documents), same(measured && of(measured.both, units)), of(judged.both, units)]}
            />
            <Row
              name="NPMI"
              cells={[
                [pair.npmi.toFixed(2), `at least ${pair.npmiLow.toFixed(2)}`],
                same(measured && withInterval(measured.npmi, measured.interval)),
                withInterval(npmi, judged.interval),
              ]}
            />
            <Row
              name="A where B is"
              cells={[
                [formatShare(pair.givenB)],
                same(measured && share(measured.both, measured.presentB)),
                conditional(judged.givenB),
              ]}
            />
            <Row
              name="B where A is"
              cells={[
                [formatShare(pair.givenA)],
                same(measured && share(measured.both, measured.presentA)),
                conditional(judged.givenA),
              ]}
            />
          </tbody>
        </table>
      </div>
      {measured !== null && units > 0 && (
        <ul className={styles['fits']} aria-label="How the labels fit their latents">
          <Fit name="A" label={measured.labelA} />
          <Fit name="B" label={measured.labelB} />
        </ul>
      )}
      <p className={styles['asked']}>
        {npmi !== null && `Against independence p ${formatProbability(pValue)}. `}
        Each label was judged by itself, blind to the other. Intervals are of 95 %.
        {missing > 0 &&
          ` ${formatCount(missing)} more ${missing === 1 ? 'document' : 'documents'} without an answer: missing, counted neither way.`}
        {cut > 0 && ` Of ${formatCount(cut)} only the beginning was judged.`}
      </p>
    </div>
  )
}

/** A figure, and beneath it what belongs to it: a share, an interval. */
type Cell = readonly [value: string, beneath?: string]

/** `cells` that are null are of a column that is not there. */
function Row({ name, cells }: { name: string; cells: readonly (Cell | null)[] }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      {cells.map(
        (cell, at) =>
          cell !== null && (
            <td key={at}>
              {cell[0]}
              {cell[1] !== undefined && <span> {cell[1]}</span>}
            </td>
          ),
      )}
    </tr>
  )
}

/** How far the verdicts on a label are where its latent is: a label that does not fit makes the judged pair another one. */
function Fit({ name, label }: { name: string; label: LabelAgainstLatent }) {
  const { present, absent } = label
  const fit = fitOf(label)
  return (
    <li>
      {fit !== null && `In ${formatShare(fit)} of the documents judge and latent ${name} agree: `}label {name} was found in{' '}
      {formatCount(present.holds)} of {formatCount(present.units)} with its latent, and in {formatCount(absent.holds)} of{' '}
      {formatCount(absent.units)} without.
    </li>
  )
}

const of = (count: number, all: number): Cell => (all === 0 ? [formatCount(count)] : [formatCount(count), formatShare(count / all)])
const share = (part: number, all: number): Cell => [all === 0 ? '–' : formatShare(part / all)]
const withInterval = (value: number | null, interval: readonly [number, number] | null): Cell =>
  value === null || interval === null ? ['–'] : [value.toFixed(2), `${interval[0].toFixed(2)} to ${interval[1].toFixed(2)}`]
const conditional = (given: ConditionalShare | null): Cell =>
  given === null ? ['–'] : [formatShare(given.share), `${formatShare(given.interval[0])} to ${formatShare(given.interval[1])}`]
