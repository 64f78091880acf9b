"""Reads text with a finished lens and writes what it saw of each latent: thresholds.safetensors and labels.jsonl.

Thresholds and densities come from the valid split alone; labels from that and the last documents of the train split.
A label is a list of typical tokens and says so: `tokens` are those the latent fires on, `after` those just before, `text with` those of the
24 before its strongest places. All are ranked by log-odds against the whole sample with its frequencies as prior (Monroe et al. 2008).
"""

import json
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import save_file

from documents import DEFAULT_LENS, options, read_documents
from reference_activations import encode_documents, load_lens, windows

LONGEST = 60  # characters of a label
BEFORE = 24  # tokens of context looked at
STRONGEST = 100  # places whose context is looked at
FEWEST = 5  # places a latent must have fired at to get a label
SHARE = 0.5  # of the 99th percentile of a latent's activations: where it counts as present


def encode(lens, texts: list[str]) -> dict[str, np.ndarray]:
    """Token ids [tokens], the token before each (BOS at a document's start), and the non-zeros sorted by latent: where, value, starts [d_sae + 1]."""
    ids, previous, where, latents, values, tokens = [], [], [], [], [], 0
    for start in range(0, len(texts), 256):
        arrays = encode_documents(lens, texts[start:start + 256], with_residual=False)
        before = np.concatenate([[lens.bos], arrays['token_ids'][:-1]]).astype(np.int32)
        firsts = arrays['document_offsets'][:-1]
        before[firsts[firsts < len(before)]] = lens.bos
        ids.append(arrays['token_ids'])
        previous.append(before)
        where.append((np.repeat(np.arange(len(before)), np.diff(arrays['row_offsets'])) + tokens).astype(np.int32))
        latents.append(arrays['latents'].astype(np.uint16))
        values.append(arrays['values'])
        tokens += len(before)
    latents = np.concatenate(latents)
    order = np.argsort(latents, kind='stable')
    return {'ids': np.concatenate(ids), 'previous': np.concatenate(previous), 'where': np.concatenate(where)[order], 'values': np.concatenate(values)[order],
            'starts': np.searchsorted(latents[order], np.arange(lens.latents + 1))}


def shown(lens) -> list[str | None]:
    """How each token is written in a label: quoted, escaped; None for BOS and for tokens that hold part of a character."""
    letters = {chr(code): code for code in [*range(33, 127), *range(161, 173), *range(174, 256)]}
    other = 256
    for code in range(256):
        if code not in letters.values():
            letters[chr(other)] = code
            other += 1
    names: list[str | None] = []
    for token in range(lens.tokenizer.get_vocab_size()):
        try:
            text = bytes(letters[letter] for letter in lens.tokenizer.id_to_token(token)).decode()
        except (KeyError, UnicodeDecodeError):
            text = ''
        readable = token != lens.bos and text and all(letter.isprintable() or letter in '\n\t\r' for letter in text)
        names.append(json.dumps(text, ensure_ascii=False) if readable else None)
    return names


def distinctive(weights: np.ndarray, background: np.ndarray, names: list[str | None]) -> list[tuple[int, float]]:
    """Tokens by falling z of their log-odds against the background, z above 2; with each its share of the weight."""
    prior = background / background.sum() * 50 + 1e-6
    total, whole = weights.sum(), background.sum()
    here = weights + prior
    odds = np.log(here / (total + 50 - here + 1e-6)) - np.log((background + prior) / (whole + 50 - background))
    z = odds / np.sqrt(1 / here + 1 / (background + prior))
    best = [token for token in np.argsort(-z)[:12] if z[token] > 2 and weights[token] > 0 and names[token]]
    return [(int(token), float(weights[token] / total)) for token in best]


def listed(prefix: str, tokens: list[tuple[int, float]], names: list[str | None], most: int, room: int = LONGEST) -> str:
    text, seen = prefix, set()
    for token, _ in tokens:
        name = names[token]
        word = json.loads(name).strip().lower() or name  # one of " The", "the" is enough
        if word in seen or len(seen) == most:
            continue
        longer = f'{text} {name}' if not seen else f'{text}, {name}'
        if len(longer) <= room:
            text = longer
            seen.add(word)
    return text if seen else ''


def label(places: np.ndarray, values: np.ndarray, ids: np.ndarray, previous: np.ndarray, background: np.ndarray, names: list[str | None]) -> str:
    weights = values / values.max()
    count = lambda tokens: np.bincount(tokens, weights, minlength=len(background))
    on = distinctive(count(ids[places]), background, names)
    after = distinctive(count(previous[places]), background, names)
    share = lambda tokens: sum(part for _, part in tokens[:4])
    if share(on) >= 0.2 and share(on) >= share(after):
        text = listed('tokens', on, names, 5)
        if after and after[0][1] >= 0.4:
            text = listed('tokens', on, names, 3, 40)
            return listed(f'{text} after' if text else 'after', after, names, 2) or text
        if text:
            return text
    if share(after) >= 0.2:
        text = listed('after', after, names, 5)
        if text:
            return text
    strongest = places[np.argsort(-values, kind='stable')[:STRONGEST]]
    # Each token once for each place, so that one repetitive document does not name the latent.
    context = np.concatenate([np.unique(ids[max(0, place - BEFORE):place + 1]) for place in strongest])
    around = distinctive(np.bincount(context, minlength=len(background)).astype(float), background, names)
    return listed('text with', around, names, 5) or listed('tokens', on, names, 5)


def main() -> None:
    parser = options(__doc__)
    parser.add_argument('--lens', type=Path, default=DEFAULT_LENS)
    parser.add_argument('--documents', type=int, default=4000, help='documents from the end of the train split, for the labels')
    parser.add_argument('--threads', type=int, default=2)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    lens = load_lens(args.lens)
    valid = [document['text'] for document in read_documents(args.text, 'valid')]
    more = [document['text'] for document in read_documents(args.text, 'train')[-args.documents:]] if args.documents else []
    sample = encode(lens, valid + more)
    held = sum(len(window) for text in valid for window in windows(lens, text))  # tokens; the held-out documents come first
    presence, density = np.zeros(lens.latents, np.float32), np.zeros(lens.latents, np.float32)
    for latent in range(lens.latents):
        span = slice(sample['starts'][latent], sample['starts'][latent + 1])
        values = sample['values'][span][sample['where'][span] < held]
        if len(values):
            presence[latent] = max(np.float32(SHARE * np.quantile(values, 0.99)), values.min())
            density[latent] = len(values) / held
    save_file({'presence': presence, 'token_density': density}, str(args.lens / 'thresholds.safetensors'))
    (args.lens / 'thresholds.safetensors').chmod(0o644)

    names = shown(lens)
    background = np.bincount(sample['ids'], minlength=len(names)).astype(float)
    lines = []
    for latent in range(lens.latents):
        span = slice(sample['starts'][latent], sample['starts'][latent + 1])
        if span.stop - span.start >= FEWEST:
            text = label(sample['where'][span], sample['values'][span], sample['ids'], sample['previous'], background, names)
            if text:
                lines.append(json.dumps({'latent': latent, 'label': text, 'origin': 'statistics'}, ensure_ascii=False))
    (args.lens / 'labels.jsonl').write_text('\n'.join(lines) + '\n', encoding='utf8')
    print(json.dumps({'held_out_tokens': held, 'label_sample_tokens': len(sample['ids']), 'labels': len(lines),
                      'dead_on_held_out': int((density == 0).sum()), 'dead_on_label_sample': int((np.diff(sample['starts']) == 0).sum())}))


if __name__ == '__main__':
    main()
