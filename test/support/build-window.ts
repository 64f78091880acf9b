import { buildWindowWhenStale } from '../../tools/build-when-stale.mjs'

/** End-to-end tests drive the window as it was built: from the source as it stands. */
export async function setup(): Promise<void> {
  await buildWindowWhenStale()
}
