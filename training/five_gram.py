"""A 5-gram model over the reader's tokens, to stand beside it: counts the rows the reader learned from, prints bits per byte of the valid text.

Interpolated Kneser-Ney with three discounts an order (Chen and Goodman 1999), without a cut-off. The highest order counts occurrences; each lower one counts
different tokens to the left, except for n-grams that begin a window, which have none there. Windows begin behind BOS, which is only ever context.

An n-gram is a number: (number of its first n-1 tokens, rising) * words + last token. So each order is one sorted array of 64-bit keys, found by bisection.
"""

import json
import math
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from documents import ELSEWHERE, ROOT, elsewhere, group_of, options, read_documents
from reader import CONFIG
from train_tokenizer import tokens_of

BOS, WORDS = CONFIG['bos_token_id'], CONFIG['vocab_size']


@dataclass(frozen=True)
class Order:
    """What is known of n-grams: by n-gram `keys` (sorted) and discounted counts; by context (number of an n-1-gram) total and what the discounts leave."""

    keys: np.ndarray
    kept: np.ndarray  # float32 [n-grams]
    total: np.ndarray  # float32 [contexts], 0: never seen as a context
    spread: np.ndarray  # float32 [contexts], probability left for the lower order


def numbered(context: np.ndarray, tokens: np.ndarray) -> np.ndarray:
    """Keys of the n-grams that end at each token; -1 where the n-gram would begin before its window. `context`: numbers of the n-1-grams, or -1."""
    keys = np.full(len(tokens), -1, np.int64)
    known = np.flatnonzero((context[:-1] >= 0) & (tokens[1:] != BOS)) + 1
    keys[known] = context[known - 1].astype(np.int64) * WORDS + tokens[known]
    return keys


def discounts(counts: np.ndarray) -> np.ndarray:
    """What is taken off a count of 0, 1, 2, 3 and more; from how many n-grams were counted once to four times. Few n-grams: at most the count."""
    n1, n2, n3, n4 = (max(1, int((counts == count).sum())) for count in (1, 2, 3, 4))
    y = n1 / (n1 + 2 * n2)
    taken = np.array([0, 1 - 2 * y * n2 / n1, 2 - 3 * y * n3 / n2, 3 - 4 * y * n4 / n3])
    return np.clip(taken, 0, [0, 1, 2, 3]).astype(np.float32)


def order_of(keys: np.ndarray, counts: np.ndarray, contexts: int) -> Order:
    context = keys // WORDS
    taken = discounts(counts)[np.minimum(counts, 3)]
    total = np.bincount(context, counts, contexts)
    spread = np.bincount(context, taken, contexts) / np.maximum(total, 1)
    return Order(keys, (counts - taken).astype(np.float32), total.astype(np.float32), spread.astype(np.float32))


def count(tokens: np.ndarray, highest: int) -> list[Order]:
    """Orders 1 .. highest of a stream of windows (int32), each behind BOS."""
    # Order 0: nothing, the one context of order 1. A token's number as a 1-gram is itself.
    found = []  # keys, occurrences, number of the suffix of one order less, for each order
    below = np.zeros(len(tokens), np.int32)
    for order in range(1, highest + 1):
        if order == 1:
            keys, numbers, times = np.arange(WORDS, dtype=np.int64), tokens, np.bincount(tokens, minlength=WORDS)
            suffix = np.zeros(WORDS, np.int32)
        else:
            all_keys = numbered(below, tokens)
            places = np.flatnonzero(all_keys >= 0)
            keys, first, inverse, times = np.unique(all_keys[places], return_index=True, return_inverse=True, return_counts=True)
            numbers = np.full(len(tokens), -1, np.int32)
            numbers[places] = inverse
            suffix = below[places[first]]
            del all_keys, places, first, inverse
        found.append((keys, times, suffix))
        below = numbers
    orders = []
    for order in range(1, highest + 1):
        keys, times, _ = found[order - 1]
        if order < highest:
            to_the_left = np.bincount(found[order][2], minlength=len(keys))
            times = np.where(to_the_left > 0, to_the_left, times)
        if order == 1:
            times = times.copy()
            times[BOS] = 0
        orders.append(order_of(keys, times, 1 if order == 1 else len(found[order - 2][0])))
    return orders


def probabilities(orders: list[Order], tokens: np.ndarray) -> np.ndarray:
    """Probability of each token after those before it; 1 at BOS."""
    real = tokens != BOS
    probability = np.full(len(tokens), 1 / (WORDS - 1))
    context = np.zeros(len(tokens), np.int32)  # number of the n-1-gram that ends at each token, -1: unseen or past the window
    for number, order in enumerate(orders, 1):
        if number == 1:
            keys = tokens.astype(np.int64)
            before = np.zeros(len(tokens), np.int32)
        else:
            keys = numbered(context, tokens)
            before = np.concatenate([[-1], context[:-1]])
        places = np.minimum(np.searchsorted(order.keys, keys), len(order.keys) - 1)
        seen = (keys >= 0) & (order.keys[places] == keys)
        usable = real & (before >= 0)
        usable[usable] = order.total[before[usable]] > 0
        at = before[usable]
        probability[usable] = np.where(seen[usable], order.kept[places[usable]], 0) / order.total[at] + order.spread[at] * probability[usable]
        context = np.where(seen, places, -1).astype(np.int32)
    probability[~real] = 1
    return probability


def spent_on(orders: list[Order], work: Path, documents: list[dict]) -> tuple[dict[str, float], int]:
    """Bits per byte by key of the documents (`text`, `keys`), and how many tokens they are."""
    stream = tokens_of(work, [document['text'] for document in documents]).astype(np.int32)
    bits = -np.log2(probabilities(orders, stream))
    of_document = np.add.reduceat(bits, np.flatnonzero(stream == BOS))
    size, spent = defaultdict(int), defaultdict(float)
    for document, value in zip(documents, of_document, strict=True):
        for key in document['keys']:
            size[key] += len(document['text'].encode())
            spent[key] += float(value)
    return {key: spent[key] / size[key] for key in size}, int((stream != BOS).sum())


def main() -> None:
    parser = options(__doc__)
    parser.add_argument('--order', type=int, default=5)
    parser.add_argument('--rows', type=int, help='count only the first so many rows')
    parser.add_argument('--held-out-sources', nargs='*', default=ELSEWHERE, help='files of --data, text of no training source')
    parser.add_argument('--data', type=Path, default=ROOT / '../shared/data')
    args = parser.parse_args()
    # The last token of a row comes again in the next row of its document.
    rows = np.load(args.work / 'rows.npy', mmap_mode='r')[:args.rows, :-1]
    orders = count(rows.astype(np.int32).ravel(), args.order)
    valid = [{'text': document['text'], 'keys': ['all', group_of(document['source'])]} for document in read_documents(args.text, 'valid')]
    bits, tokens = spent_on(orders, args.work, valid)
    nats_a_token = bits['all'] * sum(len(document['text'].encode()) for document in valid) * math.log(2) / tokens
    others = {key: value for name in args.held_out_sources for key, value in spent_on(orders, args.work, elsewhere(args.data, name))[0].items()}
    print(json.dumps({'order': args.order, 'tokens_counted': int((rows != BOS).sum()), 'ngrams': [len(order.keys) for order in orders],
                      'bits_per_byte': round(bits['all'], 4), 'loss_per_token_nats': round(nats_a_token, 4),
                      'bits_per_byte_by_group': {key: round(bits[key], 4) for key in sorted(bits) if key != 'all'},
                      'bits_per_byte_elsewhere': {key: round(value, 4) for key, value in others.items()}}, indent=2))


if __name__ == '__main__':
    main()
