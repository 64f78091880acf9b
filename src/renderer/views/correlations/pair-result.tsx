import { type ReactNode, useCallback, useMemo } from 'react'
import type { CorrelateRequest, CorrelateResult } from '../../../contract/correlations.ts'
import { useLook } from '../../client/kept-look.ts'
import { EmptyState } from '../../widgets/empty-state.tsx'
import { Facts } from '../../widgets/facts.tsx'
import { formatCount, shownOf } from '../../widgets/format-numbers.ts'
import { ResultParts } from '../../widgets/result-parts.tsx'
import { VirtualRows } from '../../widgets/virtual-rows.tsx'
import { visibleText } from '../../widgets/visible-text.ts'
import styles from './correlations.module.css'
import { pairGuide } from './guide.ts'
import { PairBar } from './pair-bar.tsx'
import { PairCells, PairHeader } from './pair-cells.tsx'
import { PairInspector } from './pair-inspector.tsx'
import { nameOfKey, propertyKey } from './pair-graph-of.ts'
import { type Order, pairLines, type Plot, startOrder } from './pair-order.ts'
import { PairPlot } from './pair-plot.tsx'

/** The result: its facts, the table of pairs, and the pair that is looked at. */
export function PairResultView({ result }: { result: CorrelateResult }): ReactNode {
  const { rate, between = null } = result.recipe.request as CorrelateRequest
  const [order, setOrder] = useLook<Order>('order of pairs', null, startOrder)
  const [index, setIndex] = useLook<number | null>('chosen pair', result, null)
  const [plot, setPlot] = useLook<Plot>('plot of pairs', null, 'network')
  const [focus, setFocus] = useLook<string | null>('focus of pairs', result, null)
  const all = useMemo(() => pairLines(result.pairs, order), [result, order])
  const lines = useMemo(
    () => (focus === null ? all : all.filter(({ pair: { a, b } }) => [a, b].some((side) => propertyKey(side) === focus))),
    [all, focus],
  )
  /** Drawn are the strongest, however the table is sorted. */
  const drawn = useMemo(
    () => pairLines(result.pairs, { ...startOrder, search: order.search, npmi: order.npmi, support: order.support }),
    [result, order.search, order.npmi, order.support],
  )
  const active = lines.findIndex((line) => line.index === index)
  const chosen = index === null ? undefined : result.pairs[index]
  const onActive = useCallback((line: number) => setIndex(lines[line]?.index ?? null), [lines, setIndex])
  const render = useCallback(
    (line: number) => {
      const pair = lines[line]?.pair
      return pair === undefined ? null : <PairCells pair={pair} rate={rate} />
    },
    [lines, rate],
  )
  const list = (
    <div className={styles['table']}>
      <PairBar
        order={order}
        plot={plot}
        only={focus === null ? null : nameOfKey(result.pairs, focus)}
        count={shownOf('pair', lines.length, result.pairs.length, result.total)}
        onChange={setOrder}
        onPlot={setPlot}
        onAll={() => setFocus(null)}
      />
      {lines.length === 0 ? (
        <EmptyState
          title={
            result.pairs.length > 0
              ? 'No pair fits'
              : result.discoveries === 0
                ? 'No pair beyond chance'
                : 'No pair within the bounds'
          }
        >
          {result.pairs.length === 0
            ? result.discoveries === 0
              ? `None of ${formatCount(result.tested)} tested pairs is together more often than how rich the documents are explains. Look at more documents: ${formatCount(result.units)} units tell few pairs from chance.`
              : `${formatCount(result.discoveries)} pairs go together, but none within the bounds. Lower the bounds under Settings.`
            : 'Neither side of any pair has such a label.'}
        </EmptyState>
      ) : (
        <div className={`${styles['rows']} ${styles['columns']}`}>
          <VirtualRows
            label="Pairs"
            rows={lines.length}
            rowHeight={1.875}
            header={<PairHeader order={order} channels={between} onOrder={setOrder} />}
            headerHeight={1.75}
            columns={8}
            render={render}
            active={active < 0 ? null : active}
            onActive={onActive}
            resetKey={JSON.stringify([result.analysis, order])}
          />
        </div>
      )}
    </div>
  )
  return (
    <>
      <PairFacts result={result} rate={rate} />
      <ResultParts
        name="correlations"
        of="pairs"
        table={list}
        plot={
          plot === 'none' || result.pairs.length === 0 ? null : (
            <PairPlot result={result} plot={plot} lines={drawn} chosen={index} onOpen={setIndex} focus={focus} onFocus={setFocus} />
          )
        }
        closer={
          chosen === undefined || index === null ? null : (
            <PairInspector key={index} result={result} pair={chosen} index={index} onClose={() => setIndex(null)} />
          )
        }
      />
    </>
  )
}

function PairFacts({ result, rate }: { result: CorrelateResult; rate: number }) {
  const { documents, folded, units, unitsBy, properties, tested, discoveries, independenceDiscoveries } = result
  return (
    <Facts
      label="The pairs"
      facts={[
        {
          name: 'Documents',
          value: formatCount(documents),
          tip: `${result.recipe.inputs.map(({ corpus, channel }) => `${visibleText(corpus)}, ${visibleText(channel)}`).join('\n')}\n${folded > 0 ? `${formatCount(folded)} duplicates folded` : 'no duplicates'}`,
        },
        {
          name: 'Units',
          value: formatCount(units),
          tip: `Independent observations: one is the same ${unitsBy.map(visibleText).join(', ')}`,
        },
        {
          name: 'Latents',
          value: properties.map(formatCount).join(' × '),
          tip: 'Of each side, within the bounds of support and frequency',
        },
        { name: 'Tested', value: `${formatCount(tested)} pairs`, tip: 'Fixed beforehand, those that never meet included' },
        {
          name: 'Together',
          value: formatCount(discoveries),
          tip: 'Pairs that go together given how rich documents are, and their corpus',
        },
        {
          name: 'by plain independence',
          value: formatCount(independenceDiscoveries),
          tip: 'Pairs that plain independence would have called: documents with much in them lift every pair',
        },
      ]}
      guide={pairGuide(rate)}
    />
  )
}
