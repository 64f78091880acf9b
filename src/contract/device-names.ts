/** Where to compute: `auto` tries what the platform offers, fastest first, and takes the processor where nothing else is faster. */
export const deviceChoices = ['auto', 'cpu', 'cuda', 'directml', 'coreml', 'webgpu'] as const
export type DeviceChoice = (typeof deviceChoices)[number]
export type Device = Exclude<DeviceChoice, 'auto'>
