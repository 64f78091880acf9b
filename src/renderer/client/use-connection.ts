import { useSyncExternalStore } from 'react'
import { connection } from './api.ts'
import type { ConnectionState } from './connection.ts'

export const useConnection = (): ConnectionState => useSyncExternalStore(connection.onState, () => connection.state)
