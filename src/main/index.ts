import { startDesktop } from './desktop/start-desktop.ts'

// Not awaited: Electron is ready only after this module has been evaluated.
startDesktop()
