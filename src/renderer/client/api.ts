import { createTRPCClient } from '@trpc/client'
import { QueryClient } from '@tanstack/react-query'
import type { Router } from '../../contract/router.ts'
import { Connection, ConnectionRefused } from './connection.ts'
import { receiveDesktopPorts } from './desktop-port.ts'
import { followLaunches, takeLaunchToken } from './launch-token.ts'
import { portLink } from './port-link.ts'
import { openSocketPort } from './socket-port.ts'

/** Served over http the page talks to the browser host; under any other scheme to the desktop shell. */
function portOpener() {
  if (!location.protocol.startsWith('http')) return receiveDesktopPorts()
  const token = takeLaunchToken()
  followLaunches()
  return token === null
    ? () => Promise.reject(new ConnectionRefused('This page was opened without a token.'))
    : () => openSocketPort(token)
}

export const connection = new Connection(portOpener())

/** The contract, typed: `api.latents.get.query({ latent }, { signal })`. */
export const api = createTRPCClient<Router>({ links: [portLink(connection)] })

/** Answers stay fresh until the engine says that their topic changed; nothing is asked twice for fear of age. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { staleTime: Infinity, gcTime: 5 * 60_000, retry: false, refetchOnWindowFocus: false, networkMode: 'always' },
    mutations: { retry: false, networkMode: 'always' },
  },
})

connection.onReopened(() => void queryClient.invalidateQueries())
