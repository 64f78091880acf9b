"""Writes the labels into the lens: labels.jsonl.gz, named in lens.json, in the place of labels.jsonl.

    python training/labels/publish.py --lens LENS [--same 0.88] [--phrases 4] [--most 1300000]

A line: {latent, label, origin, score?, scoreHard?, sameAs?, examples?}. Scores are of the set `third` where the label was judged there, else of
`scoring`, never of phrases it was made from. `examples` are phrases the label was made from, strongest first. `sameAs` is the lowest latent of a
label that says the same: equal but for case, punctuation and articles, or its MiniLM embedding has a cosine of at least --same and it quotes
the same tokens. Latents without a written label keep the one by counting (origin statistics). Phrases are left out, the last one of each
latent first, until the file is small enough.
"""

import json
import re
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))
sys.path.append(str(Path(__file__).resolve().parents[1] / 'embedder'))
import numpy as np
from answers import read_lines, say, write_lines
from batches import labels_now
from documents import DEFAULT_LENS, options
from teacher import encode_cached


def normalised(label: str) -> str:
    return ' '.join(word for word in re.findall(r'\w+|[^\w\s"“”‘’\',.;()]+', label.lower()) if word not in ('a', 'an', 'the'))


def quoted(label: str) -> frozenset[str]:
    """Literal tokens it names: words stripped and in lower case, punctuation as it is."""
    return frozenset(each.strip().lower() or each for each in re.findall(r'"([^"]+)"|“([^”]+)”', label) for each in each if each)


def families(labels: dict[int, str], vectors: np.ndarray, least: float) -> dict[int, int]:
    """Latent -> lowest latent whose label says the same; only those that are not the lowest themselves. Nobody follows a follower."""
    latents = list(labels)
    equal = [(normalised(labels[latent]), quoted(labels[latent])) for latent in latents]
    first: list[int] = []  # rows of those that lead
    out = {}
    for row, latent in enumerate(latents):
        text, tokens = equal[row]
        near = vectors[first] @ vectors[row] if first else np.empty(0)
        leader = next((lead for lead, cosine in zip(first, near) if equal[lead][1] == tokens and (equal[lead][0] == text or cosine >= least)), None)
        if leader is None:
            first.append(row)
        else:
            out[latent] = latents[leader]
    return out


def examples(row: dict, most: int) -> list[str]:
    """Phrases of different strength, strongest first: the top one, then evenly down over three quarters of them."""
    phrases = sorted(row['active'], key=lambda phrase: -phrase['level'])
    at = np.unique(np.linspace(0, 0.75 * (len(phrases) - 1), min(most, len(phrases))).round().astype(int))
    return [phrases[place]['text'] for place in at]


def lines_of(folder: Path, least: float, phrases: int, work: Path) -> list[dict]:
    now = {latent: row['label'] for latent, row in sorted(labels_now(folder).items()) if row['label'] is not None}
    made = {row['latent']: row for row in read_lines(folder / 'phrases-making.jsonl.gz')}
    scores = {}
    for kind in ('scoring', 'third'):
        rows = read_lines(folder / f'scores-{kind}.jsonl')
        scores |= {row['latent']: row for row in rows if row['arm'] == 'label' and row['label'] == now.get(row['latent'])}
    same = families(now, encode_cached(list(now.values()), work), least)
    out = {row['latent']: row for row in read_lines(folder / 'statistics.jsonl')}
    for latent, label in now.items():
        score = scores.get(latent, {})
        optional = {'score': score.get('score'), 'scoreHard': score.get('scoreHard'), 'sameAs': same.get(latent)}
        out[latent] = {'latent': latent, 'label': label, 'origin': 'language-model',
                       **{name: round(value, 3) for name, value in optional.items() if value is not None}, 'examples': examples(made[latent], phrases)}
    return [out[latent] for latent in sorted(out)]


def main() -> None:
    parser = options(__doc__.split('\n')[0])
    parser.add_argument('--lens', type=Path, default=DEFAULT_LENS)
    parser.add_argument('--same', type=float, default=0.88, help='cosine')
    parser.add_argument('--phrases', type=int, default=4, help='of a latent')
    parser.add_argument('--most', type=int, default=1_300_000, help='bytes of the file')
    args = parser.parse_args()
    path = args.lens / 'labels.jsonl.gz'
    lines = lines_of(args.work / 'labels', args.same, args.phrases, args.work)
    for phrases in range(args.phrases, -1, -1):
        for line in lines:
            if 'examples' in line:
                line['examples'] = line['examples'][:phrases]
        write_lines(path, lines, 9)
        if path.stat().st_size <= args.most:
            break
    path.chmod(0o644)
    manifest = json.loads((args.lens / 'lens.json').read_text())
    (args.lens / 'lens.json').write_text(json.dumps(manifest | {'labels': path.name}, indent=2, ensure_ascii=False) + '\n')
    (args.lens / 'labels.jsonl').unlink(missing_ok=True)
    written = [line for line in lines if line['origin'] == 'language-model']
    say({'bytes': path.stat().st_size, 'written': len(written), 'by_counting': len(lines) - len(written), 'phrases': phrases,
         'scored': sum('score' in line for line in written), 'same_as_another': sum('sameAs' in line for line in written)})


if __name__ == '__main__':
    main()
