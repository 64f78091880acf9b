import { userInfo } from 'node:os'

/** Who a person's label is said to be by: the account's name. */
export function person(): string {
  try {
    return userInfo().username
  } catch {
    return 'a person'
  }
}
