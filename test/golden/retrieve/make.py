"""Golden values of retrieval: BM25 from bm25s, ranking measures from scikit-learn, quantiles from numpy.

    python test/golden/retrieve/make.py      (bm25s, scikit-learn, numpy; writes retrieve.json beside this file)

Ties: scikit-learn's measure is averaged over every order of the equal scores, by enumeration. Rank-biased overlap: the sum of equation 4 of
Webber, Moffat & Zobel (2010) with agreement continued past the end as their section 4.3 defines it, added up to depth 20,000.
"""

import itertools
import json
from importlib.metadata import version
from pathlib import Path

import bm25s
import numpy as np
from sklearn.metrics import average_precision_score, roc_auc_score

rng = np.random.default_rng(7)

vocabulary = [f'word{i}' for i in range(60)]
chances = 1 / np.arange(1, 61)
chances /= chances.sum()
texts = [' '.join(rng.choice(vocabulary, size=rng.integers(0 if i else 1, 40), p=chances)) for i in range(40)]
model = bm25s.BM25(method='lucene', k1=1.2, b=0.75, dtype='float64')
model.index([text.split() for text in texts], show_progress=False)
queries = ['word3', 'word7 word20 word45', 'word0 word1 word30', 'word12 word12 word2', 'word59 word58 unheard']
bm25 = [{'query': query, 'scores': [round(float(score), 7) for score in model.get_scores([word for word in query.split() if word in model.vocab_dict])]} for query in queries]


def over_orders(scores, relevant, measure):
    """Mean of measure(relevance in rank order) over all orders of equal scores."""
    groups = [[at for at in range(len(scores)) if scores[at] == score] for score in sorted(set(scores), reverse=True)]
    values = [measure([relevant[at] for group in order for at in group]) for order in itertools.product(*map(itertools.permutations, groups))]
    return float(np.mean(values))


def ranked_ap(order):
    return average_precision_score(order, -np.arange(len(order)))


def ranked_rr(order):
    return 1 / (order.index(1) + 1)


rankings = []
for size, levels in [(8, 100), (8, 3), (9, 4), (7, 1), (9, 2)]:
    scores = [int(score) for score in rng.integers(0, levels, size)]
    relevant = [int(each) for each in rng.random(size) < 0.4]
    relevant[int(rng.integers(size))] = 1
    rankings.append({
        'scores': scores, 'relevant': relevant,
        'averagePrecision': over_orders(scores, relevant, ranked_ap),
        'reciprocalRank': over_orders(scores, relevant, ranked_rr),
        'precisionAt3': over_orders(scores, relevant, lambda order: sum(order[:3]) / 3),
        'areaUnderCurve': None if all(relevant) else float(roc_auc_score(relevant, scores)),
    })


def overlap(a, b, p, depth=20_000):
    short, long = sorted([a, b], key=len)
    s, l = len(short), len(long)
    common = lambda d: len(set(short[:d]) & set(long[:d]))
    def agreement(d):
        if d <= s:
            return common(d) / d
        # The short list is taken to go on with its agreement at its end, the long one with that of both at its own.
        if d <= l:
            return (common(d) + common(s) * (d - s) / s) / d
        return (common(l) + common(s) * (l - s) / s) / l
    return (1 - p) * sum(agreement(d) * p ** (d - 1) for d in range(1, depth))


overlaps = []
for a, b in [([1, 2, 3, 4, 5], [2, 1, 3, 9, 5]), ([1, 2, 3], [3, 7, 1, 8, 2]), ([5, 6, 7, 8], [1, 2, 3]), ([4, 2], [4, 2])]:
    overlaps.append({'a': a, 'b': b, 'overlap': overlap(a, b, 0.9)})

quantiles = []
for size in (1, 2, 7, 400, 3000):
    # By formula, so that the file stays small: 0 at every third place, elsewhere ((at * 7919) % 10007) / 100 as a 32-bit float.
    at = np.arange(1, size + 1)
    values = np.where(at % 3 == 0, 0, ((at * 7919) % 10007) / 100).astype(np.float32)
    quantiles.append({'size': size, 'quantile': float(np.quantile(values[values > 0].astype(np.float64), 0.9))})

made = {'by': 'test/golden/retrieve/make.py', 'versions': {name: version(name) for name in ('bm25s', 'scikit-learn', 'numpy')}}
out = {'made': made, 'texts': texts, 'bm25': bm25, 'rankings': rankings, 'overlaps': overlaps, 'quantiles': quantiles}
lines = ',\n'.join(f'{json.dumps(key)}: {json.dumps(value)}' for key, value in out.items())
(Path(__file__).parent / 'retrieve.json').write_text(f'{{{lines}}}\n')
