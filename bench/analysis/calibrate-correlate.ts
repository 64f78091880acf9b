/**
 * How often correlations are found where there are none: properties that rich documents have more of each, randomised with all margins kept.
 * Given richness, corpora and units, at most one run in twenty may find anything; beside it what plain independence of documents claims.
 *
 *     node bench/analysis/calibrate-correlate.ts [--scenario channel|channels|corpora|copies] [--runs 20] [--documents 2000]
 *       [--properties 2000] [--present 100] [--spread 0.6]
 *
 * The scenarios are told in test/support/null-correlations.ts; `--spread` is the standard deviation of the logarithm of richness.
 */
import { parseArgs } from 'node:util'
import { correlate } from '../../src/main/engine/analysis/correlate/correlate.ts'
import { nullCorrelations, nullScenarios } from '../../test/support/null-correlations.ts'

const { values } = parseArgs({
  options: {
    scenario: { type: 'string' },
    runs: { type: 'string', default: '20' },
    documents: { type: 'string', default: '2000' },
    properties: { type: 'string', default: '2000' },
    present: { type: 'string', default: '100' },
    spread: { type: 'string', default: '0.6' },
  },
})
const runs = Number(values.runs)
const sizes = {
  documents: Number(values.documents),
  properties: Number(values.properties),
  present: Number(values.present),
  spread: Number(values.spread),
  seed: 1,
}
for (const scenario of nullScenarios.filter((each) => values.scenario === undefined || each === values.scenario)) {
  let conditional = 0
  let plain = 0
  let claimed = 0
  let tested = 0
  for (let run = 0; run < runs; run++) {
    const { a, b, corpus, unit } = nullCorrelations(scenario, sizes, 1000 + run)
    const given = correlate({ a, b, corpus, unit, richness: b === null ? 'a' : 'both', limit: 0 })
    const none = new Uint16Array(a.columns)
    const independent = correlate({ a, b, corpus: none, unit: Uint32Array.from(none.keys()), richness: 'none', limit: 0 })
    if (given.discoveries > 0) conditional++
    if (independent.discoveries > 0) plain++
    claimed += independent.discoveries / independent.tested / runs
    tested = given.tested
  }
  console.log(
    `${scenario.padEnd(9)} ${tested} pairs; of ${runs} runs with any discovery: ${conditional} given richness, corpora and units; ` +
      `${plain} by plain independence, which claims ${(100 * claimed).toFixed(1)} % of all pairs`,
  )
}
