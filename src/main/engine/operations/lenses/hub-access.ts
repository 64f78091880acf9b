import { Failure } from '../../../../contract/failure.ts'
import type { HubAccess } from '../../../../contract/lenses.ts'
import { findToken, hubSettings } from '../../lens/hub/hub-settings.ts'
import { Hub } from '../../lens/hub/hub.ts'
import { hubCache } from '../../lens/lens-place.ts'

/** The way to the hub as the environment sets it. Nothing is asked of it. */
export async function hubAccess(home: string): Promise<HubAccess> {
  const known = {
    endpoint: '',
    offline: false,
    token: 'none',
    tokenFrom: null,
    tokenFile: '',
    folder: hubCache(home),
    cache: '',
  } as const
  try {
    const settings = hubSettings()
    const { endpoint, offline, cache, tokenFile } = settings
    const token = await findToken(settings)
    const hub = new Hub(settings, token)
    hub.close()
    return { ...known, endpoint, offline, cache, tokenFile, token: hub.token, tokenFrom: token?.from ?? null, problem: null }
  } catch (error) {
    if (error instanceof Failure) return { ...known, problem: `${error.message} ${error.hint}` }
    throw error
  }
}
