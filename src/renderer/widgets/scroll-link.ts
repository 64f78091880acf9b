type Follower = (offset: number) => void

/** Keeps several lists at one offset: what one scrolls, the others follow. */
export type ScrollLink = {
  join(follower: Follower): () => void
  tell(offset: number, teller: Follower): void
}

export function scrollLink(): ScrollLink {
  const followers = new Set<Follower>()
  return {
    join(follower) {
      followers.add(follower)
      return () => followers.delete(follower)
    },
    tell(offset, teller) {
      for (const follower of followers) if (follower !== teller) follower(offset)
    },
  }
}
