import { Worker } from 'node:worker_threads'

/** A template in Jinja and what its variables are, once for each text wanted. */
export type TemplateJob = { readonly source: string; readonly contexts: readonly Readonly<Record<string, unknown>>[] }

/** For each context the text, or why there is none. */
export type RenderedTexts = readonly ({ readonly text: string } | { readonly error: string })[]

const patience = 10_000

/**
 * Renders a template in a thread of its own, since it may be anything: it reaches nothing but its variables, what it makes is
 * bounded (template-bounds.ts), and the thread is ended after 10 seconds.
 */
export function renderTemplate(job: TemplateJob): Promise<RenderedTexts> {
  const failed = (error: string): RenderedTexts => job.contexts.map(() => ({ error }))
  const entry = new URL(`./render-template.entry${import.meta.filename.slice(-3)}`, import.meta.url)
  const worker = new Worker(entry, { workerData: job, env: {}, stdout: true, stderr: true })
  return new Promise((resolve) => {
    let clock: NodeJS.Timeout | undefined
    const finish = (texts: RenderedTexts) => {
      clearTimeout(clock)
      resolve(texts)
      void worker.terminate()
    }
    worker.once('online', () => (clock = setTimeout(() => finish(failed('It takes too long.')), patience)))
    worker.once('message', (texts: RenderedTexts) => finish(texts))
    worker.once('error', (error) => finish(failed(error.message)))
    worker.once('exit', () => finish(failed('It ended without a text.')))
  })
}
