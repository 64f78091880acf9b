"""Labels against presence in documents: which of 32 documents have what a label says? Precision, recall and F1 against the lens's presence.

    python training/labels/presence.py write       work/labels/documents/batch-000.txt ..., key in documents.key.jsonl
    python training/labels/presence.py take-in     answers-000.jsonl ... beside them -> work/labels/documents.jsonl

Documents are of the set `scoring`, cut to their first 120 words; presence is counted in that part. A batch holds 32 documents and the labels of 16
latents of the sample: two documents of each latent where it is present, the others in which it is present or not as it falls. A line of the result:
{latent, label, frequency (share of all documents of the set where present), present: [0 or 1 ...], absent: [0 or 1 ...]}; 1 where the judge said yes.
"""

import json
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))
import numpy as np
from answers import numbers_in, read_answers, read_lines, say, write_batches, write_lines
from batches import labels_now
from documents import options
from reading import clean

DOCUMENTS, LATENTS = 32, 16  # of a batch

HEAD = """
Below are numbered documents (the first words of each), then descriptions of things that English text can have. For each description say in which
documents the described thing occurs at least once, anywhere. ⏎ is a line break. Descriptions may be broad, narrow or vague; a common thing (a
comma, a frequent word) may occur in nearly all documents, a rare one in none or one. Judge each description by itself, and go through all documents.

Answer with one JSON object a line for every description, in order, nothing else; an empty list where there is none:
{"item": 3, "fits": [1, 4, 9]}
"""


def chosen_documents(group: list[int], documents_of: dict[int, np.ndarray], count: int, rng) -> list[int]:
    """Two documents of each latent, as far as it has two, filled up at random to 32; in random order."""
    chosen: set[int] = set()
    for latent in group:
        for document in rng.permutation(documents_of[latent])[:2]:
            chosen.add(int(document))
    for document in rng.permutation(count):
        if len(chosen) >= min(DOCUMENTS, count):
            break
        chosen.add(int(document))
    return [int(document) for document in rng.permutation(sorted(chosen))]


def write(folder: Path, latents: int, seed: int) -> dict:
    named = {latent: row['label'] for latent, row in labels_now(folder).items() if row['label'] is not None}
    texts = {row['document']: row['text'] for row in read_lines(folder / 'documents-scoring.jsonl.gz')}
    with np.load(folder / 'presence-scoring.npz') as arrays:
        keys, width = arrays['keys'], int(arrays['latents'])
    rng = np.random.default_rng(seed)
    sample = json.loads((folder / 'sample.json').read_text())['latents']
    documents_of = {latent: keys[keys % width == latent] // width for latent in sample if latent in named}
    drawn = [int(latent) for latent in rng.permutation([latent for latent, found in documents_of.items() if len(found) > 0])][:latents]
    blocks, key, number = [], [], 0
    for start in range(0, len(drawn), LATENTS):
        group = drawn[start:start + LATENTS]
        chosen = chosen_documents(group, documents_of, len(texts), rng)
        block = [f'[{at}] {clean(texts[document])}' for at, document in enumerate(chosen, 1)]
        descriptions = []
        for latent in group:
            number += 1
            descriptions.append(f'item {number}: {named[latent]}')
            inside = set(documents_of[latent].tolist())
            key.append({'item': number, 'batch': len(blocks), 'latent': latent, 'label': named[latent], 'frequency': round(len(inside) / len(texts), 6),
                        'truth': [int(document in inside) for document in chosen]})
        blocks.append([*block, '\n'.join(descriptions)])
    write_lines(folder / 'documents.key.jsonl', key)
    return write_batches(folder / 'documents', HEAD, blocks) | {'latents': len(drawn), 'judgements': sum(len(each['truth']) for each in key)}


def take_in(folder: Path) -> tuple[dict, list[str]]:
    answers, problems = read_answers(folder / 'documents', 'item')
    rows, missing = [], {}
    for entry in read_lines(folder / 'documents.key.jsonl'):
        fits = numbers_in(answers.get(entry['item'], {}), 'fits', len(entry['truth']))
        if fits is None:
            missing.setdefault(f"batch-{entry['batch']:03d}.txt", []).append(entry['item'])
            continue
        said = [int(at in fits) for at in range(1, len(entry['truth']) + 1)]
        split = lambda truth: [each for each, of in zip(said, entry['truth']) if of == truth]
        rows.append({name: entry[name] for name in ('latent', 'label', 'frequency')} | {'present': split(1), 'absent': split(0)})
    write_lines(folder / 'documents.jsonl', rows)
    return {'judged': len(rows), 'missing': missing}, problems


def main() -> None:
    parser = options(__doc__.split('\n')[0])
    parser.add_argument('act', choices=('write', 'take-in'))
    parser.add_argument('--latents', type=int, default=160, help='of the sample')
    parser.add_argument('--seed', type=int, default=13)
    args = parser.parse_args()
    folder = args.work / 'labels'
    if args.act == 'write':
        say(write(folder, args.latents, args.seed))
    else:
        result, problems = take_in(folder)
        say(result, problems)
        sys.exit(1 if result['missing'] else 0)


if __name__ == '__main__':
    main()
