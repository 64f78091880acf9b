"""How much of the evaluation's text the bundled lens may have met in training.

    python overlap.py [--work /tmp/evaluation] [--text ../shared/training]

For each corpus the share of documents of which at least half of the runs of eight words (all of a shorter text, of at least four words) stand in the training text. Writes `overlap.json`.
"""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from zlib import crc32

import numpy as np

from datasets import CORPORA, ROOT

sys.path.insert(0, str(ROOT / 'training'))
from documents import read_documents  # noqa: E402

MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)


def runs(words: np.ndarray, length: int) -> np.ndarray:
    """Hashes of the runs of so many words."""
    found = np.zeros(max(0, len(words) - length + 1), np.uint64)
    for place in range(length):
        found = found * MULTIPLIER + words[place:place + len(found)]
    return found


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument('--work', type=Path, default=Path('/tmp/evaluation'))
    parser.add_argument('--text', type=Path, default=ROOT / '../shared/training')
    args = parser.parse_args()
    known: dict[str, int] = {}

    def hashed(text: str) -> np.ndarray:
        return np.array([known.get(word) or known.setdefault(word, crc32(word.encode()) + 1) for word in text.lower().split()], np.uint64)

    lengths = [4, 8]
    seen = {length: [] for length in lengths}
    for document in read_documents(args.text, 'train'):
        words = hashed(document['text'])
        for length in lengths:
            seen[length].append(runs(words, length))
    seen = {length: np.unique(np.concatenate(parts)) for length, parts in seen.items()}
    result = {}
    for corpus in CORPORA:
        met, counted = 0, 0
        for line in (args.work / f'project/{corpus}.jsonl').read_text(encoding='utf8').split('\n'):
            words = hashed(json.loads(line)['text']) if line else []
            if len(words) < 4:
                continue
            own = runs(words, 8 if len(words) >= 8 else 4)
            there = seen[8 if len(words) >= 8 else 4]
            met += np.mean(there[np.minimum(np.searchsorted(there, own), len(there) - 1)] == own) >= 0.5
            counted += 1
        result[corpus] = round(met / counted, 4)
        print(corpus, result[corpus], flush=True)
    (args.work / 'overlap.json').write_text(json.dumps(result, indent=1) + '\n')


if __name__ == '__main__':
    main()
