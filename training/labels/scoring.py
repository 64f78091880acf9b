"""Detection: does a label tell phrases where the latent fires from others? Batches for a judge that sees neither activations nor marks.

    python training/labels/scoring.py write [--set third] [--all]     work/labels/detection-<set>/batch-000.txt ..., key in detection-<set>.key.jsonl
    python training/labels/scoring.py take-in [--set third]           answers-000.jsonl ... beside them -> work/labels/scores-<set>.jsonl

Both sets: the seeded random sample of live latents (work/labels/sample.json, drawn once), in set `third` (other documents) with its final labels and
every relabelled latent, or with --all every labelled one; and, for the sample, two more arms: `shuffled`, the labels permuted among its latents,
and `baseline`, the list of typical tokens. Items of all arms are mixed and numbered afresh; one latent's arms are never
in one batch. An item has up to five phrases that fire (one from each fifth by strength), five random and five hard ones that do not, in random order.
A line of the result: {latent, arm, label, bands: {fifth: 0 or 1}, random: [0 or 1 ...], hard: [...], score, scoreHard}; 1 is a right answer; score is
the mean of the shares of right answers on firing and on random phrases, scoreHard that with the hard ones.
"""

import json
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))
import numpy as np
from answers import numbers_in, read_answers, read_lines, say, write_batches, write_lines
from batches import labels_now
from documents import options

FEWEST = 3  # phrases that fire, for a latent to be scored

HEAD = """
Each item below is a description of something that English text can have, and up to 15 numbered snippets of text. Say which snippets fit the
description: what it describes is there, at whatever place in the snippet. ⏎ is a line break. A snippet is cut out of a longer text, so its beginning
and end are accidental. Some descriptions fit several snippets, some few or none; some are vague or bad: then judge as well as they allow.
A description that lists quoted tokens fits snippets in which such tokens stand out. Judge each item by itself.

Answer with one JSON object a line for every item, in order, nothing else; an empty list where nothing fits:
{"item": 3, "fits": [1, 4, 9]}
"""


def drawn_sample(folder: Path, rows: dict[int, dict], size: int, seed: int) -> list[int]:
    """The latents of the headline figures, drawn once from all live ones (labelled or not) that can be scored."""
    path = folder / 'sample.json'
    if not path.exists():
        live = [row['latent'] for row in read_lines(folder / 'phrases-making.jsonl.gz')]
        usable = [latent for latent in live if latent in rows and len(rows[latent]['active']) >= FEWEST]
        chosen = np.random.default_rng(seed).permutation(usable)[:size]
        path.write_text(json.dumps({'seed': seed, 'live': len(live), 'scorable': len(usable), 'latents': sorted(map(int, chosen))}))
    return json.loads(path.read_text())['latents']


def derangement(labels: list[str], rng) -> list[str]:
    """Each gets the label of the next in a random order, passing over equal ones."""
    order = rng.permutation(len(labels))
    out = list(labels)
    for place, at in enumerate(order):
        following = (labels[order[(place + step) % len(order)]] for step in range(1, len(order)))
        out[at] = next((label for label in following if label != labels[at]), labels[at])
    return out


def items_of(folder: Path, kind: str, sample: list[int], every: bool, rng) -> list[tuple[int, str, str]]:
    """(latent, arm, label) of every item."""
    now = labels_now(folder)
    named = {latent: row['label'] for latent, row in now.items() if row['label'] is not None}
    again = {latent for latent in named if kind == 'third' and now[latent]['round'] == 'relabel'}
    latents = set(named) if every else set(sample) & set(named) | again
    items = [(latent, 'label', named[latent]) for latent in sorted(latents)]
    labelled_sample = [latent for latent in sample if latent in named]
    shuffled = derangement([named[latent] for latent in labelled_sample], rng)
    items += [(latent, 'shuffled', label) for latent, label in zip(labelled_sample, shuffled)]
    counted = {row['latent']: row['label'] for row in read_lines(folder / 'statistics.jsonl')}
    return items + [(latent, 'baseline', counted[latent]) for latent in sample if latent in counted]


def write(folder: Path, kind: str, size: int, sample_size: int, every: bool, seed: int) -> dict:
    rows = {row['latent']: row for row in read_lines(folder / f'phrases-{kind}.jsonl.gz')}
    rng = np.random.default_rng([seed, kind == 'third'])
    sample = drawn_sample(folder, rows, sample_size, seed)
    items = [item for item in items_of(folder, kind, sample, every, rng) if len(rows.get(item[0], {'active': []})['active']) >= FEWEST]
    batches = max(1, -(-len(items) // size))
    # The arms of one latent go to batches a third of the way apart.
    turn = {latent: int(at) for latent, at in zip(sorted(rows), rng.permutation(len(rows)))}
    shift = {'label': 0, 'shuffled': max(1, batches // 3), 'baseline': 2 * max(1, batches // 3)}
    placed: list[list[tuple[int, str, str]]] = [[] for _ in range(batches)]
    for item in items:
        placed[(turn[item[0]] + shift[item[1]]) % batches].append(item)
    blocks, key, number = [], [], 0
    for batch in placed:
        blocks.append([])
        for latent, arm, label in [batch[at] for at in rng.permutation(len(batch))]:
            number += 1
            phrases = [*rows[latent]['active'], *rows[latent]['inactive']]
            order = [phrases[at] for at in rng.permutation(len(phrases))]
            blocks[-1].append('\n'.join([f'item {number}: {label}', *(f"{at} {phrase['text']}" for at, phrase in enumerate(order, 1))]))
            key.append({'item': number, 'batch': len(blocks) - 1, 'latent': latent, 'arm': arm, 'label': label,
                        'truth': [phrase.get('band', phrase.get('kind')) for phrase in order]})
    result = write_batches(folder / f'detection-{kind}', HEAD, blocks)
    write_lines(folder / f'detection-{kind}.key.jsonl', key)
    return result | {'sample': len(sample), 'by_arm': {arm: sum(each['arm'] == arm for each in key) for arm in shift}}


def judged(entry: dict, fits: list[int]) -> dict:
    """One item with its right answers."""
    says = [at in fits for at in range(1, len(entry['truth']) + 1)]
    bands = {str(truth): int(said) for truth, said in zip(entry['truth'], says) if isinstance(truth, int)}
    plain = [int(not said) for truth, said in zip(entry['truth'], says) if truth == 'random']
    hard = [int(not said) for truth, said in zip(entry['truth'], says) if truth in ('token', 'neighbour')]
    found = float(np.mean(list(bands.values())))
    score = lambda silent: round((found + float(np.mean(silent))) / 2, 4) if silent else None
    return {'latent': entry['latent'], 'arm': entry['arm'], 'label': entry['label'], 'bands': bands, 'random': plain, 'hard': hard,
            'score': score(plain), 'scoreHard': score(hard)}


def take_in(folder: Path, kind: str) -> tuple[dict, list[str]]:
    answers, problems = read_answers(folder / f'detection-{kind}', 'item')
    scores, missing = [], {}
    for entry in read_lines(folder / f'detection-{kind}.key.jsonl'):
        fits = numbers_in(answers.get(entry['item'], {}), 'fits', len(entry['truth']))
        if fits is None:
            missing.setdefault(f"batch-{entry['batch']:03d}.txt", []).append(entry['item'])
        else:
            scores.append(judged(entry, fits))
    write_lines(folder / f'scores-{kind}.jsonl', scores)
    return {'judged': len(scores), 'missing': missing}, problems


def main() -> None:
    parser = options(__doc__.split('\n')[0])
    parser.add_argument('act', choices=('write', 'take-in'))
    parser.add_argument('--set', choices=('scoring', 'third'), default='scoring')
    parser.add_argument('--size', type=int, default=80, help='items in a batch, about')
    parser.add_argument('--sample', type=int, default=360, help='latents drawn for the headline figures')
    parser.add_argument('--all', action='store_true', help='score every labelled latent, not only the sample')
    parser.add_argument('--seed', type=int, default=11)
    args = parser.parse_args()
    folder = args.work / 'labels'
    if args.act == 'write':
        say(write(folder, args.set, args.size, args.sample, args.all, args.seed))
    else:
        result, problems = take_in(folder, args.set)
        say(result, problems)
        sys.exit(1 if result['missing'] else 0)


if __name__ == '__main__':
    main()
