"""The figures of the model card, with the rounded weights: prints one JSON object.

Bits per byte need the whole reader, so it comes from work/reader.pt; the SAE comes from the lens folder, as it is shipped. A document is read as the app
reads it: in windows of contextSize - 1 tokens, each behind its own BOS. All sums leave the BOS positions out.
"""

import json
import math
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from documents import DEFAULT_LENS, ELSEWHERE, ROOT, elsewhere, group_of, options, read_documents
from reader import CONFIG, Reader
from reference_activations import Lens, batches, decode, encode_residual, load_lens, residual_at_hook
from rounding import rounded_reader

BOS, BLOCKS = CONFIG['bos_token_id'], CONFIG['num_hidden_layers']


@dataclass
class Tally:
    """Sums over the non-BOS tokens of some documents."""

    tokens: int = 0
    nats: float = 0.0  # of the next tokens
    nats_of: dict[str, float] = field(default_factory=lambda: defaultdict(float))  # of each document's group and source
    active: int = 0
    error: float = 0.0  # squared, of the reconstruction
    squares: float = 0.0
    total: torch.Tensor = 0.0
    fired: torch.Tensor = 0.0
    nats_rebuilt: float = 0.0  # with the SAE's reconstruction in place of the stream at the hook
    nats_ablated: float = 0.0  # with the mean stream


def losses(reader: Reader, last: torch.Tensor, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Cross-entropy in nats of each next token [batch, length - 1], 0 where it is padding."""
    logits = F.linear(reader.model.norm(last[:, :-1]), reader.model.embed_tokens.weight)
    return F.cross_entropy(logits.flatten(0, 1), ids[:, 1:].flatten(), reduction='none').view(len(ids), -1) * mask[:, 1:]


def after_hook(reader: Reader, stream: torch.Tensor, blocks: int) -> torch.Tensor:
    """The stream after the last block, from that after `blocks` blocks; padding lies on the right, so being causal is enough."""
    length = stream.shape[1]
    for layer in reader.model.layers[blocks:]:
        stream = layer(stream, reader.cos[:length], reader.sin[:length], None)
    return stream


@torch.no_grad()
def mean_stream(reader: Reader, lens: Lens, texts: list[str], device: str, tokens: int) -> torch.Tensor:
    """Mean residual vector [width] at the hook over about so many tokens, in 64-bit sums."""
    total, count = torch.zeros(CONFIG['hidden_size'], dtype=torch.float64, device=device), 0
    for start in range(0, len(texts), 64):
        for _, ids, mask in batches(lens, texts[start:start + 64]):
            real = mask.bool().to(device)
            real[:, 0] = False
            total += reader.residual(ids.to(device), lens.layer + 1, segmented=False)[real].double().sum(0)
            count += int(real.sum())
        if count >= tokens:
            break
    return (total / count).float()


@torch.no_grad()
def read(reader: Reader, lens: Lens, documents: list[dict], device: str, mean: torch.Tensor | None) -> Tally:
    """Reads documents with `text` and `keys` (what their nats are added to); with a mean the SAE is measured too."""
    tally, hook = Tally(), lens.layer + 1
    for start in range(0, len(documents), 64):
        part = documents[start:start + 64]
        for places, ids, mask in batches(lens, [document['text'] for document in part]):
            ids, mask = ids.to(device), mask.to(device)
            real = mask.bool().clone()
            real[:, 0] = False
            stream = reader.residual(ids, hook, segmented=False)
            plain = losses(reader, after_hook(reader, stream, hook), ids, mask)
            for (document, _), nats in zip(places, plain.sum(1).double().tolist()):
                for key in part[document]['keys']:
                    tally.nats_of[key] += nats
            tally.tokens += int(real.sum())
            tally.nats += float(plain.double().sum())
            if mean is None:
                continue
            x = stream[real]
            a = encode_residual(lens, x)
            rebuilt = decode(lens, a)
            tally.active += int((a > 0).sum())
            tally.fired = tally.fired + (a > 0).sum(0)
            tally.error += float((x - rebuilt).double().pow(2).sum())
            tally.total = tally.total + x.double().sum(0)
            tally.squares += float(x.double().pow(2).sum())
            replaced = stream.clone()
            replaced[real] = rebuilt
            tally.nats_rebuilt += float(losses(reader, after_hook(reader, replaced, hook), ids, mask).double().sum())
            replaced[real] = mean
            tally.nats_ablated += float(losses(reader, after_hook(reader, replaced, hook), ids, mask).double().sum())
    return tally


def bits_per_byte(tally: Tally, documents: list[dict]) -> dict[str, float]:
    size: dict[str, int] = defaultdict(int)
    for document in documents:
        for key in document['keys']:
            size[key] += len(document['text'].encode())
    return {key: round(tally.nats_of[key] / math.log(2) / size[key], 4) for key in sorted(size)}


@torch.no_grad()
def never_fired(reader: Reader, lens: Lens, rows: np.ndarray, tokens: int, device: str) -> dict:
    """How many latents never fire on so many tokens of the rows; only those that have not fired yet are still computed."""
    left, read_so_far, batch = torch.arange(lens.latents, device=device), 0, 128 if device == 'cuda' else 8
    for start in range(0, len(rows), batch):
        ids = torch.from_numpy(rows[start:start + batch, :-1].astype(np.int64)).to(device)
        x = reader.residual(ids, lens.layer + 1)[ids != BOS]
        if lens.subtract_b_dec:
            x = x - lens.sae['b_dec']
        pre = torch.addmm(lens.sae['b_enc'][left], x, lens.sae['W_enc'][:, left])
        left = left[~(pre > lens.sae['threshold'][left].clamp(min=0)).any(0)]
        read_so_far += len(x)
        if read_so_far >= tokens or not len(left):
            break
    return {'tokens': read_so_far, 'never_fired': len(left), 'never_fired_share': round(len(left) / lens.latents, 4)}


def main() -> None:
    parser = options(__doc__)
    parser.add_argument('--lens', type=Path, default=DEFAULT_LENS.parent / 'etalon-small')
    parser.add_argument('--reader', default='reader', help='the checkpoint is work/NAME.pt')
    parser.add_argument('--limit', type=int, help='only the first so many documents of each set')
    parser.add_argument('--held-out-sources', nargs='*', default=ELSEWHERE, help='files of --data for bits per byte on text of no training source')
    parser.add_argument('--data', type=Path, default=ROOT / '../shared/data')
    parser.add_argument('--mean-tokens', type=int, default=100_000, help='tokens the mean of the ablation is taken over')
    parser.add_argument('--dead-tokens', type=int, default=0, help='count latents that never fire on so many tokens of rows.npy, and do nothing else')
    parser.add_argument('--threads', type=int, default=2)
    parser.add_argument('--device', default='cuda' if torch.cuda.is_available() else 'cpu')
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    lens, reader = load_lens(args.lens), rounded_reader(args.work, args.reader).to(args.device)
    for name, value in lens.sae.items():
        lens.sae[name] = value.to(args.device)
    probe = torch.arange(1, 65)[None].repeat(2, 1)
    probe[:, 0] = BOS
    apart = float((residual_at_hook(lens, probe) - reader.residual(probe.to(args.device), lens.layer + 1, segmented=False).cpu()).abs().max())
    if apart > 1e-2:
        raise SystemExit(f'{args.lens} was not exported from {args.reader}.pt: their residual streams differ by {apart:.2g}.')
    if args.dead_tokens:
        print(json.dumps(never_fired(reader, lens, np.load(args.work / 'rows.npy', mmap_mode='r'), args.dead_tokens, args.device)))
        return
    documents = [{'text': each['text'], 'keys': ['all', group_of(each['source']), f'source {each["source"]}']} for each in read_documents(args.text, 'valid')[:args.limit]]
    mean = mean_stream(reader, lens, [document['text'] for document in documents], args.device, args.mean_tokens)
    tally = read(reader, lens, documents, args.device, mean)
    bits = bits_per_byte(tally, documents)
    bytes_read = sum(len(document['text'].encode()) for document in documents)
    others = {}
    for name in args.held_out_sources:
        texts = elsewhere(args.data, name, args.limit)
        others |= bits_per_byte(read(reader, lens, texts, args.device, None), texts)
    variance = tally.squares - float(tally.total.pow(2).sum()) / tally.tokens
    density = (tally.fired / tally.tokens).cpu().numpy()
    plain, rebuilt, ablated = (value / tally.tokens for value in (tally.nats, tally.nats_rebuilt, tally.nats_ablated))
    print(json.dumps({
        'documents': len(documents), 'bytes': bytes_read, 'tokens': tally.tokens, 'bytes_per_token': round(bytes_read / tally.tokens, 3),
        'bits_per_byte': bits['all'], 'loss_per_token_nats': round(plain, 4),
        'bits_per_byte_by_group': {key: value for key, value in bits.items() if key != 'all' and not key.startswith('source ')},
        'bits_per_byte_by_source': {key.removeprefix('source '): value for key, value in bits.items() if key.startswith('source ')},
        'bits_per_byte_elsewhere': others,
        'explained_variance': round(1 - tally.error / variance, 4), 'l0': round(tally.active / tally.tokens, 2),
        'loss_with_reconstruction_nats': round(rebuilt, 4), 'loss_with_mean_nats': round(ablated, 4), 'loss_recovered': round((ablated - rebuilt) / (ablated - plain), 4),
        'never_fired': int((density == 0).sum()), 'never_fired_share': round(float((density == 0).mean()), 4),
        'denser_than_10_percent': int((density > 0.1).sum()), 'median_density': float(f'{np.median(density):.3g}')}, indent=2))


if __name__ == '__main__':
    main()
