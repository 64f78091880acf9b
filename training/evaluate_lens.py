"""The figures of the model card, from the exported files, on the valid split: prints one JSON object."""

import json
import math
from collections import defaultdict
from pathlib import Path

import numpy as np
import torch

from documents import DEFAULT_LENS, group_of, options, read_documents
from reference_activations import batches, decode, encode_batch, load_lens, logits


def main() -> None:
    parser = options(__doc__)
    parser.add_argument('--lens', type=Path, default=DEFAULT_LENS)
    parser.add_argument('--limit', type=int, help='only the first so many documents')
    parser.add_argument('--threads', type=int, default=2)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    lens = load_lens(args.lens)
    documents = read_documents(args.text, 'valid')[:args.limit]
    groups = [group_of(document['source']) for document in documents]
    size, bits = defaultdict(int), defaultdict(float)
    for document, group in zip(documents, groups):
        size[group] += len(document['text'].encode())
    tokens, active, error = 0, 0, 0.0
    fired = torch.zeros(lens.latents, dtype=torch.float64)
    total, squares = torch.zeros(lens.sae['b_dec'].shape, dtype=torch.float64), 0.0
    for places, ids, mask in batches(lens, [document['text'] for document in documents]):
        scores = torch.log_softmax(logits(lens, ids, mask)[:, :-1], dim=-1).gather(2, ids[:, 1:, None]).squeeze(2) * mask[:, 1:]
        for (document, _), score in zip(places, scores.sum(1).double().tolist()):
            bits[groups[document]] -= score / math.log(2)
        residual, activations = encode_batch(lens, ids, mask)
        real = mask.bool()
        real[:, 0] = False
        x, a = residual[real], activations[real]
        tokens += len(x)
        active += int((a > 0).sum())
        fired += (a > 0).sum(0)
        error += float((x - decode(lens, a)).double().pow(2).sum())
        total += x.double().sum(0)
        squares += float(x.double().pow(2).sum())
    variance = squares - float(total.pow(2).sum()) / tokens
    density = (fired / tokens).numpy()
    print(json.dumps({
        'documents': len(documents), 'bytes': sum(size.values()), 'tokens': tokens, 'bytes_per_token': round(sum(size.values()) / tokens, 3),
        'bits_per_byte': round(sum(bits.values()) / sum(size.values()), 4),
        'bits_per_byte_by_group': {group: round(bits[group] / size[group], 4) for group in sorted(size)},
        'loss_per_token_nats': round(sum(bits.values()) * math.log(2) / tokens, 4),
        'explained_variance': round(1 - error / variance, 4), 'l0': round(active / tokens, 2),
        'never_fired': int((density == 0).sum()), 'never_fired_share': round(float((density == 0).mean()), 4),
        'denser_than_10_percent': int((density > 0.1).sum()), 'median_density': float(f'{np.median(density):.3g}')}, indent=2))


if __name__ == '__main__':
    main()
