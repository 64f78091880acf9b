import { TRPCClientError, type TRPCLink } from '@trpc/client'
import { observable } from '@trpc/server/observable'
import type { Router } from '../../contract/router.ts'
import type { Connection } from './connection.ts'

/** The last link of the client: every operation becomes a call over the connection; an AbortSignal becomes a stop. */
export function portLink(connection: Connection): TRPCLink<Router> {
  return () =>
    ({ op }) =>
      observable((observer) => {
        const stop = connection.call(op.type, op.path, op.input, {
          next: (data) => observer.next({ result: { type: 'data', data } }),
          error: (error) => observer.error(asClientError(error)),
          complete: () => observer.complete(),
        })
        const abort = () => {
          stop()
          observer.error(TRPCClientError.from(new DOMException('Stopped.', 'AbortError')))
        }
        if (op.signal?.aborted === true) abort()
        else op.signal?.addEventListener('abort', abort, { once: true })
        return () => {
          op.signal?.removeEventListener('abort', abort)
          stop()
        }
      })
}

/** Errors that came over the port are tRPC's shapes; others were thrown here. */
function asClientError(error: unknown): TRPCClientError<Router> {
  return error instanceof Error ? TRPCClientError.from(error) : TRPCClientError.from({ error } as { error: never })
}
