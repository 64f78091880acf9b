import { useEffect, useRef } from 'react'
import type { z } from 'zod'
import type { AnalysisKind } from '../../contract/analyses.ts'
import type { clusterInput } from '../../contract/clusters.ts'
import type { correlateInput } from '../../contract/correlations.ts'
import type { diffInput } from '../../contract/differences.ts'
import type { AnalysisResult } from '../../contract/recorded-analyses.ts'
import type { searchInput } from '../../contract/search.ts'
import type { trendInput } from '../../contract/trends.ts'
import { api } from './api.ts'
import { idAtWork, inTab, tabForPlace, useDesk } from './desk-state.ts'
import { failureOf } from './failure-of.ts'
import { notifyError } from './notices.ts'
import { createTabState, useTab } from './tab-state.ts'
import type { AnalysisScreen } from './view.ts'
import { viewOf } from './workbench.ts'

/** What can be asked, by kind: defaults may be left out. */
export type AnalysisRequest =
  | { readonly kind: 'diff'; readonly input: z.input<typeof diffInput> }
  | { readonly kind: 'trend'; readonly input: z.input<typeof trendInput> }
  | { readonly kind: 'correlate'; readonly input: z.input<typeof correlateInput> }
  | { readonly kind: 'cluster'; readonly input: z.input<typeof clusterInput> }
  | { readonly kind: 'search'; readonly input: z.input<typeof searchInput> }

/** What a screen of an analysis is doing and shows in a tab. A result stands until the next one is there; it is never asked for by itself. */
export type Run = {
  /** Since when it runs (`Date.now()`); null while nothing does. `opening`: a recorded result is being fetched. */
  readonly running: { readonly since: number; readonly opening: boolean } | null
  readonly shown: AnalysisResult | null
  /** The request of the shown result, where it was not the screen's own fields that asked for it: they then follow it. */
  readonly toFollow: { readonly request: unknown } | null
  /** What the last run ended with, where that was no result. */
  readonly error: unknown
}

const idle: Run = { running: null, shown: null, toFollow: null, error: null }
const allIdle: Readonly<Record<AnalysisScreen, Run>> = { differences: idle, correlations: idle, clusters: idle, search: idle }

const useRuns = createTabState(allIdle)
export const useRun = (screen: AnalysisScreen): Run => useRuns((state) => state[screen])

/** By tab and screen. */
const stops = new Map<string, AbortController>()

/** The screen that shows results of a kind. */
export function screenOf(kind: AnalysisKind): AnalysisScreen {
  switch (kind) {
    case 'diff':
    case 'trend':
      return 'differences'
    case 'correlate':
      return 'correlations'
    case 'cluster':
      return 'clusters'
    case 'search':
      return 'search'
  }
}

/**
 * Runs an analysis; its screen shows the result when it is there. A run of the same screen and tab that is still going is let go.
 *
 * @param saved whether it was kept earlier, and is not what the screen's fields are set to
 */
export function startAnalysis(request: AnalysisRequest, saved = false): void {
  void follow(placeOf(screenOf(request.kind)), { opening: false, setsFields: saved }, (signal) => ask(request, signal))
}

/** Shows a result that was recorded earlier, in the tab that is worked in or the one named. */
export function openRecorded(screen: AnalysisScreen, id: number, tab?: number): void {
  const place = tab === undefined ? placeOf(screen) : { screen, tab }
  void follow(place, { opening: true, setsFields: true }, (signal) => api.analyses.get.query({ id }, { signal }))
}

/** Ends a screen's run; what it showed before stands. */
export function cancelAnalysis(screen: AnalysisScreen): void {
  const place = { screen, tab: idAtWork() }
  const running = useRuns.getState(place.tab)[screen].running
  stops.get(keyOf(place))?.abort()
  change(place, { running: null })
  if (running !== null && !running.opening) void api.analyses.cancel.mutate().catch(notifyError)
}

/** Empties a screen: the result it shows was removed. */
export function closeResult(screen: AnalysisScreen): void {
  const place = { screen, tab: idAtWork() }
  change(place, { shown: null, toFollow: null, error: null })
  noteResult(place, null)
}

/** Sets a screen's fields as its result was asked for, where something else asked for it. */
export function useFollowing(screen: AnalysisScreen, set: (request: unknown) => void): void {
  const tab = useTab()
  const { toFollow } = useRun(screen)
  const latest = useRef(set)
  useEffect(() => {
    latest.current = set
  })
  useEffect(() => {
    if (toFollow === null) return
    inTab(tab, () => latest.current(toFollow.request))
    change({ screen, tab }, { toFollow: null })
  }, [screen, tab, toFollow])
}

/** Another project was opened: its results are others. */
export function forgetRuns(): void {
  for (const stop of stops.values()) stop.abort()
  stops.clear()
}

type Place = { readonly screen: AnalysisScreen; readonly tab: number }
type How = { readonly opening: boolean; readonly setsFields: boolean }

const placeOf = (screen: AnalysisScreen): Place => ({ screen, tab: tabForPlace(idAtWork()).tab })
const keyOf = ({ screen, tab }: Place) => `${tab} ${screen}`

async function follow(
  place: Place,
  { opening, setsFields }: How,
  get: (signal: AbortSignal) => Promise<AnalysisResult>,
): Promise<void> {
  const key = keyOf(place)
  stops.get(key)?.abort()
  const stop = new AbortController()
  stops.set(key, stop)
  change(place, { running: { since: Date.now(), opening }, error: null })
  try {
    const shown = await get(stop.signal)
    if (stops.get(key) !== stop || stop.signal.aborted) return
    change(place, { running: null, shown, toFollow: setsFields ? { request: shown.result.recipe.request } : null })
    noteResult(place, shown.result.analysis)
  } catch (error) {
    if (stops.get(key) !== stop || stop.signal.aborted) return
    const { code } = failureOf(error)
    // A recorded result that is gone is no failure of the user's: the screen is as new.
    if (opening && code === 'not-found') return closeGone(place)
    change(place, { running: null, error: code === 'cancelled' ? null : error })
  }
}

function closeGone(place: Place): void {
  change(place, { running: null })
  noteResult(place, null)
}

function noteResult({ screen, tab }: Place, analysis: number | null): void {
  const view = viewOf(useDesk.getState(), tab)
  if (view.tab === tab) view.setResult(screen, analysis)
}

function change({ screen, tab }: Place, part: Partial<Run>): void {
  useRuns.setState((state) => ({ [screen]: { ...state[screen], ...part } }), tab)
}

async function ask(request: AnalysisRequest, signal: AbortSignal): Promise<AnalysisResult> {
  switch (request.kind) {
    case 'diff':
      return { kind: 'diff', result: await api.analyses.diff.query(request.input, { signal }) }
    case 'trend':
      return { kind: 'trend', result: await api.analyses.trend.query(request.input, { signal }) }
    case 'correlate':
      return { kind: 'correlate', result: await api.analyses.correlate.query(request.input, { signal }) }
    case 'cluster':
      return { kind: 'cluster', result: await api.analyses.cluster.query(request.input, { signal }) }
    case 'search':
      return { kind: 'search', result: await api.analyses.search.query(request.input, { signal }) }
  }
}
