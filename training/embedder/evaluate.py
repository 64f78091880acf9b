"""Measures the shipped embedder against its teacher and BM25, on labels and queries kept out of training. Prints one JSON object."""

import json
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))
sys.path.append(str(Path(__file__).resolve().parent))
import bm25s
import numpy as np
from documents import options, read_documents
from evaluation_sets import labels, queries
from phrases import SENTENCE, spans
from scipy.stats import spearmanr
from segmentation import words
from static_embedder import StaticEmbedder
from teacher import encode_cached

ROOT = Path(__file__).resolve().parents[2]
BEST = 10


def bm25_scores(candidates: list[str], texts: list[str]) -> np.ndarray:
    """[texts, candidates]: BM25 (Lucene's variant, k1 1.2, b 0.75) over stemless lower-case words, English stop words out."""
    index = bm25s.BM25(k1=1.2, b=0.75)
    index.index(bm25s.tokenize(candidates, stopwords='en', show_progress=False), show_progress=False)
    tokens = bm25s.tokenize(texts, stopwords='en', show_progress=False, return_ids=False)
    return np.stack([index.get_scores(each) if each else np.zeros(len(candidates)) for each in tokens])


def expected_ranks(scores: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Mean rank (from 1) of given places in one row of scores, equal scores in random order."""
    return np.array([1 + (scores > scores[place]).sum() + ((scores == scores[place]).sum() - 1) / 2 for place in places])


def against_teacher(scores: np.ndarray, teacher: np.ndarray) -> dict[str, float]:
    """
    Means over queries: `recall` of the teacher's best 10 within one's own best 10; `ndcg` at 10 with the teacher's cosine above that of its
    10th as gain; `spearman` of all labels' scores. Equal scores share their ranks, and what a shared rank can expect.
    """
    recall, ndcg, spearman = [], [], []
    discounts = 1 / np.log2(np.arange(2, BEST + 2))
    for own, target in zip(scores, teacher, strict=True):
        best = np.argsort(-target, kind='stable')[: BEST + 1]
        gain = np.zeros(len(target))
        gain[best[:BEST]] = target[best[:BEST]] - target[best[BEST]]
        position = np.argsort(-own, kind='stable')
        ordered_gain = expected_under_ties(own[position], gain[position])
        hit = np.zeros(len(target))
        hit[best[:BEST]] = 1
        recall.append(expected_under_ties(own[position], hit[position])[:BEST].sum() / BEST)
        ndcg.append((ordered_gain[:BEST] * discounts).sum() / (np.sort(gain)[::-1][:BEST] * discounts).sum())
        spearman.append(spearmanr(own, target)[0] if own.std() > 0 else 0.0)
    return {'recall10': float(np.mean(recall)), 'ndcg10': float(np.mean(ndcg)), 'spearman': float(np.mean(spearman))}


def expected_under_ties(sorted_scores: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Values with each run of equal scores replaced by its mean."""
    _, group = np.unique(-sorted_scores, return_inverse=True)
    return (np.bincount(group, values) / np.bincount(group))[group]


def intended(scores: np.ndarray, places: list[int]) -> dict[str, float]:
    """How high the label a query was written for stands: mean reciprocal rank, and the share in the best 10."""
    ranks = np.array([expected_ranks(row, np.array([place]))[0] for row, place in zip(scores, places, strict=True)])
    return {'mrr': float((1 / ranks).mean()), 'within10': float((ranks <= BEST).mean())}


def score(student: StaticEmbedder, work: Path, part: str) -> dict:
    candidates, asked = labels(), queries(part)
    texts = [query for query, _ in asked]
    places = [candidates.index(label) for _, label in asked]
    taught = encode_cached(candidates + [query for each in ('development', 'test') for query, _ in queries(each)], work)
    first = len(candidates) + (0 if part == 'development' else len(queries('development')))
    teacher = taught[first : first + len(texts)] @ taught[: len(candidates)].T
    vectors = student.embed_all(candidates)
    methods = {'embedder': student.embed_all(texts) @ vectors.T, 'bm25': bm25_scores(candidates, texts)}
    report = {name: against_teacher(scores, teacher) | intended(scores, places) for name, scores in methods.items()}
    report['teacher'] = intended(teacher, places)
    half = np.arange(0 if part == 'development' else 1, len(candidates), 2)
    report['labelPairs'] = over_pairs([candidates[place] for place in half], vectors[half], taught[half])
    return report | {'queries': len(texts), 'labels': len(candidates)}


def over_pairs(texts: list[str], own: np.ndarray, taught: np.ndarray) -> dict[str, float]:
    """Spearman's correlation with the teacher's cosine over all pairs of texts, and over the hundredth that the teacher puts closest."""
    upper = np.triu_indices(len(texts), 1)
    target = (taught @ taught.T)[upper]
    shared = bm25_scores(texts, texts)
    close = target >= np.quantile(target, 0.99)
    report = {'pairs': len(target)}
    for name, scores in {'embedder': (own @ own.T)[upper], 'bm25': (shared + shared.T)[upper]}.items():
        report[name] = float(spearmanr(scores, target)[0])
        report[f'{name}Closest'] = float(spearmanr(scores[close], target[close])[0])
    return report


def held_out_spans(text_folder: Path, count: int = 1_000) -> list[str]:
    """Spans of 2 to 12 words of the valid text, each once."""
    sentences = [part.split() for document in read_documents(text_folder, 'valid') for part in SENTENCE.findall(document['text'][:2_000])]
    found = spans([each for each in sentences if len(each) >= 3], count, np.random.default_rng(3))
    return list(dict.fromkeys(text for text in found if words(text)))


if __name__ == '__main__':
    parser = options(__doc__)
    parser.add_argument('--embedder', type=Path, default=ROOT / 'resources/embedder')
    parser.add_argument('--part', choices=('development', 'test'), default='test')
    given = parser.parse_args()
    student = StaticEmbedder.read(given.embedder)
    report = score(student, given.work, given.part)
    texts = held_out_spans(given.text)
    report['spanPairs'] = over_pairs(texts, student.embed_all(texts), encode_cached(texts, given.work))
    print(json.dumps(report, indent=1))
