import { useEffect, useRef } from 'react'
import { create } from 'zustand'
import type { z } from 'zod'
import type { AnalysisKind } from '../../contract/analyses.ts'
import type { clusterInput } from '../../contract/clusters.ts'
import type { correlateInput } from '../../contract/correlations.ts'
import type { diffInput } from '../../contract/differences.ts'
import type { AnalysisResult } from '../../contract/recorded-analyses.ts'
import type { searchInput } from '../../contract/search.ts'
import type { trendInput } from '../../contract/trends.ts'
import { api } from './api.ts'
import { failureOf } from './failure-of.ts'
import { notifyError } from './notices.ts'
import type { AnalysisScreen } from './view.ts'
import { workbench } from './workbench.ts'

/** What can be asked, by kind: defaults may be left out. */
export type AnalysisRequest =
  | { readonly kind: 'diff'; readonly input: z.input<typeof diffInput> }
  | { readonly kind: 'trend'; readonly input: z.input<typeof trendInput> }
  | { readonly kind: 'correlate'; readonly input: z.input<typeof correlateInput> }
  | { readonly kind: 'cluster'; readonly input: z.input<typeof clusterInput> }
  | { readonly kind: 'search'; readonly input: z.input<typeof searchInput> }

/** What a screen of an analysis is doing and shows. A result stands until the next one is there; it is never asked for by itself. */
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

const useRuns = create<Readonly<Record<AnalysisScreen, Run>>>()(() => allIdle)
export const useRun = (screen: AnalysisScreen): Run => useRuns((state) => state[screen])

const stops = new Map<AnalysisScreen, AbortController>()

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
 * Runs an analysis; its screen shows the result when it is there. A run of the same screen that is still going is let go.
 *
 * @param saved whether it was kept earlier, and is not what the screen's fields are set to
 */
export function startAnalysis(request: AnalysisRequest, saved = false): void {
  void follow(screenOf(request.kind), { opening: false, setsFields: saved }, (signal) => ask(request, signal))
}

/** Shows a result that was recorded earlier. */
export function openRecorded(screen: AnalysisScreen, id: number): void {
  void follow(screen, { opening: true, setsFields: true }, (signal) => api.analyses.get.query({ id }, { signal }))
}

/** Ends a screen's run; what it showed before stands. */
export function cancelAnalysis(screen: AnalysisScreen): void {
  const running = useRuns.getState()[screen].running
  stops.get(screen)?.abort()
  change(screen, { running: null })
  if (running !== null && !running.opening) void api.analyses.cancel.mutate().catch(notifyError)
}

/** Empties a screen: the result it shows was removed. */
export function closeResult(screen: AnalysisScreen): void {
  change(screen, { shown: null, toFollow: null, error: null })
  workbench.getState().setResult(screen, null)
}

/** Sets a screen's fields as its result was asked for, where something else asked for it. */
export function useFollowing(screen: AnalysisScreen, set: (request: unknown) => void): void {
  const { toFollow } = useRun(screen)
  const latest = useRef(set)
  useEffect(() => {
    latest.current = set
  })
  useEffect(() => {
    if (toFollow === null) return
    latest.current(toFollow.request)
    change(screen, { toFollow: null })
  }, [screen, toFollow])
}

/** Another project was opened: its results are others. */
export function forgetRuns(): void {
  for (const stop of stops.values()) stop.abort()
  stops.clear()
  useRuns.setState(allIdle)
}

type How = { readonly opening: boolean; readonly setsFields: boolean }

async function follow(
  screen: AnalysisScreen,
  { opening, setsFields }: How,
  get: (signal: AbortSignal) => Promise<AnalysisResult>,
): Promise<void> {
  stops.get(screen)?.abort()
  const stop = new AbortController()
  stops.set(screen, stop)
  change(screen, { running: { since: Date.now(), opening }, error: null })
  try {
    const shown = await get(stop.signal)
    if (stops.get(screen) !== stop || stop.signal.aborted) return
    change(screen, { running: null, shown, toFollow: setsFields ? { request: shown.result.recipe.request } : null })
    workbench.getState().setResult(screen, shown.result.analysis)
  } catch (error) {
    if (stops.get(screen) !== stop || stop.signal.aborted) return
    const { code } = failureOf(error)
    // A recorded result that is gone is no failure of the user's: the screen is as new.
    if (opening && code === 'not-found') return closeGone(screen)
    change(screen, { running: null, error: code === 'cancelled' ? null : error })
  }
}

function closeGone(screen: AnalysisScreen): void {
  change(screen, { running: null })
  workbench.getState().setResult(screen, null)
}

function change(screen: AnalysisScreen, part: Partial<Run>): void {
  useRuns.setState((state) => ({ [screen]: { ...state[screen], ...part } }))
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
