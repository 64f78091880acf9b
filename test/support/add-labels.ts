import type { Connection } from '../../src/main/engine/store/connection.ts'
import { insertLabel, type NewLabel } from '../../src/main/engine/store/label-changes.ts'
import { write } from '../../src/main/engine/store/write.ts'

/** Versions in their order, in one transaction; also such as say what stands already. */
export function addLabels(db: Connection, labels: readonly NewLabel[]): void {
  write(db, () => labels.forEach((label) => void insertLabel(db, label)))
}
