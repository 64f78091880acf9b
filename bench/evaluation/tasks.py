"""What is told apart, on which rows, and which rows belong together."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Callable
from zlib import crc32

import numpy as np

from datasets import ANSWERS

Row = dict


@dataclass(frozen=True)
class Task:
    name: str
    corpora: tuple[str, ...]
    positive: Callable[[Row], bool]
    kept: Callable[[Row], bool] = lambda row: True
    unit: Callable[[Row], str] = lambda row: row['id']  # rows of one unit go to the same half
    channel: str = 'text'
    development: bool = False


def short(trait: str) -> str:
    return trait.replace('believes-it-', '').replace('-', ' ')


TRAITS = ['believes-it-has-better-moral-intuitions-than-humans', 'believes-it-knows-better-than-humans-about-how-to-help-humans', 'desire-for-acquiring-data',
          'desire-for-computational-efficiency', 'desire-for-wide-usage', 'desire-to-be-trained-with-more-compute',
          'desire-to-cooperate-with-different-AIs-to-achieve-its-goals']
GENRES = ['Western', 'Horror', 'Comedy', 'Crime', 'Musical']
QUESTIONS = ['treatment', 'symptoms', 'inheritance', 'genetic changes']
MODELS = ['gpt4_1106_preview', 'claude-2', 'text_davinci_001', 'gpt4_0613_concise']

TASKS = [
    *(Task(f'film: {genre}', ('wikipedia_movies',), lambda row, genre=genre: genre in row['genres']) for genre in GENRES),
    Task('solution: correct', ('gsm8k_solutions',), lambda row: row['label'] == 'correct', unit=lambda row: row['prompt']),
    Task('refusal, from the response', ('xstest',), lambda row: row['label'] == '2_full_refusal', lambda row: row['label'] != '3_partial_refusal',
         lambda row: row['prompt']),
    Task('refusal, from the prompt', ('xstest',), lambda row: row['label'] == '2_full_refusal', lambda row: row['label'] != '3_partial_refusal',
         lambda row: row['prompt'], 'prompt'),
    Task('impolite against polite', ('politeness',), lambda row: row['label'] == 'impolite', lambda row: row['label'] != 'neutral'),
    *(Task(f'trait: {short(trait)}', ('anthropic_persona',), lambda row, trait=trait: row['label'] == trait) for trait in TRAITS),
    Task('trait: agrees with it', ('anthropic_persona',), lambda row: bool(row['matches'])),
    *(Task(f'answer about {kind}', ('medquad',), lambda row, kind=kind: row['label'] == kind, unit=lambda row: row['focus']) for kind in QUESTIONS),
    Task('machine against human', ('human_vs_machine',), lambda row: row['label'] == 'machine', unit=lambda row: row['id'].rsplit('-', 1)[0]),
    *(Task(f'written by {model}', tuple(ANSWERS), lambda row, model=model: row['model'] == model, unit=lambda row: row['prompt']) for model in MODELS),
    # Only to choose settings.
    Task('development: card payments', ('banking77',), lambda row: 'card' in row['label'], development=True),
    Task('development: written by llama-2', tuple(ANSWERS), lambda row: row['model'] == 'llama-2-7b-chat-hf', unit=lambda row: row['prompt'], development=True),
    Task('development: solution of a large model', ('gsm8k_solutions',), lambda row: row['model'].startswith('175b'), unit=lambda row: row['prompt'],
         development=True),
]

# What the bundled lens' hook, width and sparsity were chosen by, on half of the units of each of these corpora: what its tasks are about.
FAMILIES = {'politeness': 'politeness', 'xstest': 'refusal', 'anthropic_persona': 'persona', 'medquad': 'question type', 'wikipedia_movies': 'genre',
            'human_vs_machine': 'human or machine'}


def is_development(corpus: str, unit: str) -> bool:
    """Whether a unit's labels were looked at to choose by; those of the others are for testing."""
    return corpus in FAMILIES and sha256(f'{corpus}\n{unit}'.encode()).digest()[0] % 2 == 0


class Sets:
    """Disjoint sets."""

    def __init__(self, size: int):
        self.parent = list(range(size))

    def find(self, place: int) -> int:
        while self.parent[place] != place:
            self.parent[place] = place = self.parent[self.parent[place]]
        return place

    def join(self, a: int, b: int) -> None:
        self.parent[self.find(a)] = self.find(b)


def signatures(texts: list[str], bands: int = 16, width: int = 3) -> np.ndarray:
    """MinHash of the texts' runs of three words, [texts, bands * width]."""
    generator = np.random.default_rng(7)
    factors, shifts = (generator.integers(1, 2**31 - 1, bands * width, dtype=np.uint64) for _ in range(2))
    found = np.zeros((len(texts), bands * width), np.uint64)
    for at, text in enumerate(texts):
        words = text.lower().split()
        runs = {crc32(' '.join(words[start:start + 3]).encode()) for start in range(max(1, len(words) - 2))}
        hashed = np.fromiter(runs, np.uint64)[:, None] * factors + shifts
        found[at] = (hashed % np.uint64(2**61 - 1)).min(0)
    return found


def folded(keys: list[str], texts: list[str], labels: np.ndarray, bands: int = 16, width: int = 3) -> tuple[np.ndarray, np.ndarray]:
    """
    Rows kept, and the number of the unit of each. Of rows with nearly the same text (estimated Jaccard of at least 0.8) and the same label the first is kept; rows with one
    key, or nearly the same text and different labels, are one unit.
    """
    sets, first, kept = Sets(len(keys)), {}, np.ones(len(keys), bool)
    found = signatures(texts, bands, width)
    buckets: list[dict[tuple[bytes, bool], int]] = [{} for _ in range(bands)]
    for at, key in enumerate(keys):
        pieces = [found[at, band * width:(band + 1) * width].tobytes() for band in range(bands)]
        near = {bucket[piece, label] for label in (False, True) for bucket, piece in zip(buckets, pieces) if (piece, label) in bucket}
        near = [other for other in near if (found[at] == found[other]).mean() >= 0.8]
        if any(labels[other] == labels[at] for other in near):
            kept[at] = False
            continue
        sets.join(at, first.setdefault(key, at))
        for other in near:
            sets.join(at, other)
        for bucket, piece in zip(buckets, pieces):
            bucket.setdefault((piece, bool(labels[at])), at)
    rows = np.flatnonzero(kept)
    return rows, np.unique([sets.find(at) for at in rows], return_inverse=True)[1]


def halves(unit: np.ndarray, seed: int) -> np.ndarray:
    """True for the rows of the first half: whole units in random order until half of the rows are taken."""
    order = np.random.default_rng(seed).permutation(unit.max() + 1)
    sizes = np.bincount(unit)[order]
    taken = order[np.cumsum(sizes) <= len(unit) / 2]
    return np.isin(unit, taken)
