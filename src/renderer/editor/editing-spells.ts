import { type Act, didAct, useActs } from '../client/acts.ts'
import { burstGap } from './label-bursts.ts'

type Spell<V> = { readonly act: Act; readonly before: V | null; last: V; at: number }
type Begun<V> = {
  readonly title: string
  /** What stood before, null: nothing. */
  readonly before: V | null
  readonly last: V
  readonly putBack: (value: V | null) => Promise<unknown>
}

/** Spells of editing, each one act to undo, however often its text was saved. */
export class EditingSpells<V> {
  readonly #spells = new Map<string, Spell<V>>()

  /** The spell that a save of the text now would go on with: the last thing done, a moment ago; null: a new one begins. */
  current(name: string): Spell<V> | null {
    const spell = this.#spells.get(name)
    const goesOn = spell !== undefined && Date.now() - spell.at < burstGap && useActs.getState().done.at(-1) === spell.act
    return goesOn ? spell : null
  }

  goOn(spell: Spell<V>, last: V): void {
    Object.assign(spell, { last, at: Date.now() })
  }

  begin(name: string, { title, before, last, putBack }: Begun<V>): void {
    const spell: Spell<V> = {
      act: { title, undo: () => putBack(before), redo: () => putBack(spell.last) },
      before,
      last,
      at: Date.now(),
    }
    this.#spells.set(name, spell)
    didAct(spell.act)
  }
}
