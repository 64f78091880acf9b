import { Failure } from '../../../contract/failure.ts'
import type { Budget, Endpoint } from '../../../contract/language-models.ts'

export type Price = Endpoint['price']

/** In the price's currency; null without a price. */
export function costOf(price: Price, inputTokens: number, outputTokens: number): number | null {
  return price === null ? null : (inputTokens * price.input + outputTokens * price.output) / 1e6
}

/** What a request takes at most, or what it took. */
export type Amount = { readonly inputTokens: number; readonly outputTokens: number }

/** Keeps a run within its budget: what was spent, what requests under way may take, and whether the next one still fits. */
export class Spending {
  readonly #budget: Budget
  readonly #price: Price
  #tokens: number
  #cost: number
  #heldTokens = 0
  #heldCost = 0
  #held = 0
  #waiting: (() => void)[] = []

  /** @param spent what the same run spent before it was interrupted. Throws a `Failure` for a budget in money without a price. */
  constructor(
    budget: Budget,
    endpoint: Pick<Endpoint, 'name' | 'price'>,
    spent: { readonly tokens: number; readonly cost: number },
  ) {
    if (budget.cost !== undefined && endpoint.price === null)
      throw new Failure(
        'bad-input',
        `${endpoint.name} has no price, so that a budget in money cannot be kept.`,
        'Give the endpoint its price, or set a budget in tokens.',
      )
    this.#budget = budget
    this.#price = endpoint.price
    this.#tokens = spent.tokens
    this.#cost = spent.cost
  }

  /**
   * Holds back what a request takes at most; false where that would pass the budget even once all others have ended. While others
   * are under way, which may take less than was held back for them, it waits.
   */
  async hold(amount: Amount): Promise<boolean> {
    const tokens = amount.inputTokens + amount.outputTokens
    const cost = costOf(this.#price, amount.inputTokens, amount.outputTokens) ?? 0
    while (!this.#fits(tokens, cost)) {
      if (this.#held === 0) return false
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    }
    this.#held++
    this.#heldTokens += tokens
    this.#heldCost += cost
    return true
  }

  /** Puts what a request took in the place of what was held back for it. */
  settle(held: Amount, taken: Amount): void {
    this.#held--
    this.#heldTokens -= held.inputTokens + held.outputTokens
    this.#heldCost -= costOf(this.#price, held.inputTokens, held.outputTokens) ?? 0
    this.#tokens += taken.inputTokens + taken.outputTokens
    this.#cost += costOf(this.#price, taken.inputTokens, taken.outputTokens) ?? 0
    for (const resume of this.#waiting.splice(0)) resume()
  }

  #fits(tokens: number, cost: number): boolean {
    const { tokens: mostTokens = Number.POSITIVE_INFINITY, cost: mostCost = Number.POSITIVE_INFINITY } = this.#budget
    // Sums of prices carry rounding errors: a billionth of the budget is none.
    return this.#tokens + this.#heldTokens + tokens <= mostTokens && this.#cost + this.#heldCost + cost <= mostCost * (1 + 1e-9)
  }
}
