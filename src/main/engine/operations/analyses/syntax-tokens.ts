/** English words that serve grammar: articles, pronouns, prepositions, conjunctions, auxiliaries. */
const grammarWords = new Set(
  `a an the this that these those some any each every no none all both either neither such
   i me my mine we us our ours you your yours he him his she her hers it its they them their theirs one ones
   myself yourself himself herself itself ourselves themselves who whom whose which what whatever
   of in on at by for with from to into onto over under about after before between through during without within against
   among across along around behind below beneath beside beyond down inside near off out outside since than toward towards until
   up upon via as and or but nor so yet if then else because although though while when where whereas whether once
   is am are was were be been being do does did doing done have has had having will would shall should can could may might must
   not there here also just only very too more most less least other another same own again ever even still`.split(/\s+/),
)

/** Share of the activation that lies on tokens of grammar or without a letter or digit, 0..1. */
export function syntaxShare(
  tokens: readonly { readonly token: string; readonly count: number; readonly meanActivation: number }[],
): number {
  let syntax = 0
  let all = 0
  for (const { token, count, meanActivation } of tokens) {
    const weight = count * meanActivation
    all += weight
    if (isSyntax(token)) syntax += weight
  }
  return all === 0 ? 0 : syntax / all
}

function isSyntax(token: string): boolean {
  const word = token.replace(/[^\p{L}\p{N}'’]/gu, '').toLowerCase()
  return word === '' || grammarWords.has(word) || /^['’](s|t|re|ve|ll|d|m)$/.test(word)
}
