type Keeper = { copy(from: number, to: number): unknown; drop(tab: number): void; clear(): void }

const keepers: Keeper[] = []

/** Has a kind of state told when tabs come and go. */
export const registerTabState = (keeper: Keeper): void => void keepers.push(keeper)
export const copyTabStates = (from: number, to: number): void => keepers.forEach((each) => each.copy(from, to))
export const dropTabStates = (tab: number): void => keepers.forEach((each) => each.drop(tab))
/** Another project was opened: its tabs are others. */
export const clearTabStates = (): void => keepers.forEach((each) => each.clear())
