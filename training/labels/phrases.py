"""Draws phrases for every latent from three sets of documents that share none: making, scoring, third -> work/labels/phrases-<set>.jsonl.gz.

The documents are the last ones of the train split, which the reader has not seen, cut to their first 6,000 characters. A latent is live where it
fires in `making` at all. Its activating phrases are around its maximum in documents where it is present (above the lens's threshold), each from
another document: for making the three strongest and one from each of seven equal parts of the rest by strength; for scoring one from each of
five equal parts. Half of the non-activating phrases are from anywhere, half are hard: around one of the latent's three main tokens, or where one
of the four latents of nearest decoder direction fires. It fires nowhere in any of them. A line:
    {latent, documents (where present), active: [{text, level, band, document}], inactive: [{text, kind, document}], more?: the same again}
level: share of the latent's maximum in this set, 0-9; band: part by strength, 0 the strongest (making: 0 the top three); kind: random, token,
neighbour. `more` (making only) is further evidence for relabelling. Beside it work/labels/statistics.jsonl (the lens's labels by counting) and
presence-scoring.npz with documents-scoring.jsonl.gz (first 120 words of documents, and which latents are present in them).
"""

import json
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))
import numpy as np
import torch
from answers import read_lines, write_lines
from documents import DEFAULT_LENS, options, read_documents
from reading import Reading, unmarked
from reference_activations import load_lens
from safetensors.numpy import load_file

SETS = ('making', 'scoring', 'third')
PARTS = {'making': (3, 7), 'scoring': (0, 5), 'third': (0, 5)}  # strongest, then one of each of so many equal parts
RANDOM, TOKEN, NEIGHBOUR = 5, 3, 2  # non-activating phrases of each kind
LONGEST = 6000  # characters of a document
WORDS = 120  # of a document, for presence in documents
TRIES = 48  # places looked at for one phrase


def maxima_of(reading: Reading, latent: int) -> tuple[np.ndarray, np.ndarray]:
    """Place and value of the latent's maximum in each document where it fires."""
    where, values = reading.firing(latent)
    if len(where) == 0:
        return where, values
    documents = reading.document_of[where]
    begins = np.flatnonzero(np.concatenate([[True], np.diff(documents) > 0]))
    maxima = np.maximum.reduceat(values, begins)
    reached = np.flatnonzero(values == np.repeat(maxima, np.diff(np.concatenate([begins, [len(where)]]))))
    _, first = np.unique(documents[reached], return_index=True)
    return where[reached[first]], maxima


def active_phrases(reading: Reading, latent: int, kind: str, threshold: float, seen: set[str], used: set[int], rng) -> list[dict]:
    """From the documents where it is present that are not in `used`; texts in `seen` only where nothing else is left. Marked for making alone."""
    places, maxima = maxima_of(reading, latent)
    if len(places) == 0:
        return []
    strongest = maxima.max()
    kept = np.argsort(-maxima, kind='stable')
    kept = kept[(maxima[kept] > threshold) & ~np.isin(reading.document_of[places[kept]], list(used))]
    top, equal = PARTS[kind]
    groups = [*kept[:top, None], *np.array_split(kept[top:], equal)]
    found = []
    for number, group in enumerate(groups):
        band = 0 if number < top else number - top + (1 if top else 0)
        choices = rng.permutation(group)[:4] if len(group) > 0 else []
        for tried, at in enumerate(choices):
            text = reading.phrase(places[at], latent if kind == 'making' else None)
            if unmarked(text) in seen and tried + 1 < len(choices):
                continue
            document = int(reading.document_of[places[at]])
            seen.add(unmarked(text))
            used.add(document)
            found.append({'text': text, 'level': min(9, int(10 * maxima[at] / strongest)), 'band': band, 'document': document})
            break
    return found


def inactive_phrases(reading: Reading, latent: int, near: np.ndarray, seen: set[str], used: set[int], rng) -> list[dict]:
    """Random ones and hard ones; where a latent has too few hard ones of one kind the other kind fills up, then nothing does."""
    found: list[dict] = []

    def take(kind: str, wanted: int, places: np.ndarray) -> int:
        taken = 0
        places = places[reading.silent(latent, places)] if len(places) else places
        for place in places:
            if taken == wanted:
                break
            document = int(reading.document_of[place])
            text = '' if document in used else reading.phrase(place)
            if text == '' or text in seen:
                continue
            seen.add(text)
            used.add(document)
            found.append({'text': text, 'kind': kind, 'document': document})
            taken += 1
        return taken

    def some(places: np.ndarray, count: int) -> np.ndarray:
        return places if len(places) == 0 else places[rng.integers(0, len(places), count)]

    where, values = reading.firing(latent)
    tokens, inverse = np.unique(reading.ids[where], return_inverse=True)
    main = tokens[np.argsort(-np.bincount(inverse, values, minlength=len(tokens)), kind='stable')[:3]]

    def by_token(wanted: int) -> int:
        # The first of the three twice as often as the others.
        places = [some(reading.places_of(token), TRIES * (2 if at == 0 else 1)) for at, token in enumerate(main)]
        return take('token', wanted, rng.permutation(np.concatenate(places)))

    def by_neighbour(wanted: int) -> int:
        return take('neighbour', wanted, rng.permutation(np.concatenate([some(reading.firing(other)[0], TRIES) for other in near])))

    hard = by_token(TOKEN)
    hard += by_neighbour(TOKEN + NEIGHBOUR - hard)
    if hard < TOKEN + NEIGHBOUR:
        by_token(TOKEN + NEIGHBOUR - hard)
    take('random', RANDOM, rng.integers(0, len(reading.ids), TRIES * RANDOM))
    return found


def nearest(decoder: np.ndarray, count: int = 4) -> np.ndarray:
    """[latents, count]: the latents of nearest decoder direction, by cosine."""
    unit = decoder / np.linalg.norm(decoder, axis=1, keepdims=True)
    out = np.empty((len(unit), count), np.int32)
    for start in range(0, len(unit), 512):
        cosines = unit[start:start + 512] @ unit.T
        cosines[np.arange(len(cosines)), np.arange(start, start + len(cosines))] = -2
        best = np.argpartition(-cosines, count, axis=1)[:, :count]
        out[start:start + 512] = np.take_along_axis(best, np.argsort(-np.take_along_axis(cosines, best, 1), axis=1, kind='stable'), 1)
    return out


def draw(reading: Reading, latent: int, kind: str, threshold: float, near: np.ndarray, seed: int) -> dict:
    rng = np.random.default_rng([seed, SETS.index(kind), latent])
    seen: set[str] = set()
    used: set[int] = set()
    places, maxima = maxima_of(reading, latent)
    row = {'latent': latent, 'documents': int((maxima > threshold).sum())}
    both = lambda: {'active': active_phrases(reading, latent, kind, threshold, seen, used, rng),
                    'inactive': inactive_phrases(reading, latent, near, seen, used, rng)}
    row |= both()
    if kind == 'making':
        row['more'] = both()
    return row


def write_presence(reading: Reading, thresholds: np.ndarray, folder: Path) -> None:
    """documents-scoring.jsonl.gz: the first words of each document; presence-scoring.npz: keys document * latents + latent, sorted."""
    cuts = []
    inside = np.zeros(len(reading.ids), dtype=bool)
    for document, text in enumerate(reading.texts):
        end, words = len(text), text.split(None, WORDS)
        if len(words) > WORDS:
            end = len(text) - len(words[-1])
        cuts.append({'document': document, 'text': text[:end].strip()})
        inside[reading.firsts[document]:reading.firsts[document + 1]] = reading.offsets(document)[:, 1] <= end
    keys = []
    for latent in range(len(thresholds)):
        where, values = reading.firing(latent)
        kept = where[inside[where] & (values > thresholds[latent])]
        keys.append(np.unique(reading.document_of[kept]) * len(thresholds) + latent)
    write_lines(folder / 'documents-scoring.jsonl.gz', cuts)
    np.savez_compressed(folder / 'presence-scoring.npz', keys=np.sort(np.concatenate(keys)), documents=len(cuts), latents=len(thresholds))


def main() -> None:
    parser = options(__doc__.split('\n')[0])
    parser.add_argument('--lens', type=Path, default=DEFAULT_LENS)
    parser.add_argument('--documents', type=int, nargs=3, default=(6000, 5000, 5000), help='for making, scoring, third; from the end of the train split')
    parser.add_argument('--sets', nargs='+', choices=SETS, default=SETS)
    parser.add_argument('--seed', type=int, default=7)
    parser.add_argument('--threads', type=int, default=2)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    folder = args.work / 'labels'
    lens = load_lens(args.lens)
    thresholds = np.zeros(lens.latents, np.float32)
    if (args.lens / 'thresholds.safetensors').exists():
        thresholds = load_file(str(args.lens / 'thresholds.safetensors'))['presence']
    near = nearest(lens.sae['W_dec'].numpy())
    counted = [row for row in read_lines(args.lens / 'labels.jsonl') if row.get('origin') == 'statistics']
    if counted:
        write_lines(folder / 'statistics.jsonl', counted)
    documents = read_documents(args.text, 'train')
    end = len(documents)
    for kind, count in zip(SETS, args.documents):
        texts = [document['text'][:LONGEST] for document in documents[end - count:end]]
        end -= count
        if kind not in args.sets:
            continue
        reading = Reading(lens, texts)
        live = np.flatnonzero(np.diff(reading.starts) > 0)
        rows = [draw(reading, int(latent), kind, float(thresholds[latent]), near[latent], args.seed) for latent in live]
        write_lines(folder / f'phrases-{kind}.jsonl.gz', rows)
        if kind == 'scoring':
            write_presence(reading, thresholds, folder)
        whole = sum(len(row['active']) == sum(PARTS[kind]) for row in rows)
        about = {'set': kind, 'documents': len(texts), 'tokens': len(reading.ids), 'latents': lens.latents, 'live': len(rows),
                 'with_all_activating_phrases': whole, 'present_in_three_documents': sum(row['documents'] >= 3 for row in rows),
                 'hard_phrases': sum(phrase['kind'] != 'random' for row in rows for phrase in row['inactive'])}
        write_lines(folder / f'phrases-{kind}.about.json', [about])
        print(json.dumps(about), flush=True)


if __name__ == '__main__':
    main()
