"""Reads documents with PyTorch and the lens' own weights, for bench/encode/run.ts. Prints one JSON object.

tuned:  stops at the hook, fused attention, windows of like length together, the batch shape that was fastest on a sample of these texts;
        only sparse token activations and the max-pooled documents are kept (scipy CSR), as an encoding does.
dense:  batches of eight documents as they come, every document's activations as a dense [tokens, d_sae] matrix that is pooled and then made
        sparse: what interp_embed does in DatasetRow (nickjiang2378/interp-embed at 4abbe1c), written anew.

    python pytorch.py tuned|dense LENS texts.jsonl [--threads 2]
"""

import json
import resource
import sys
import time
from argparse import ArgumentParser
from pathlib import Path

import numpy as np
import scipy.sparse as sparse
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / 'training'))
from reference_activations import batches, encode_batch, load_lens, windows  # noqa: E402

shapes = (512, 1024, 2048, 4096, 8192)


@torch.no_grad()
def read_sparse(lens, texts, tokens):
    """Token activations and pooled documents, sparse. Returns (tokens read, non-zeros, pooled CSR)."""
    read = nonzeros = 0
    rows, latents, maxima, kept = [], [], [], []
    for places, ids, mask in batches(lens, texts, tokens):
        _, activations = encode_batch(lens, ids, mask)
        for row, (document, _) in enumerate(places):
            mine = activations[row, 1:int(mask[row].sum())]
            csr = sparse.csr_matrix(mine.numpy())
            kept.append((csr.indptr, csr.indices.astype(np.int32), csr.data))
            pooled = mine.amax(0)
            active = pooled.nonzero().squeeze(1)
            rows.append(np.full(len(active), document))
            latents.append(active.numpy())
            maxima.append(pooled[active].numpy())
            read += len(mine)
            nonzeros += csr.nnz
    return read, nonzeros, sparse.csr_matrix((np.concatenate(maxima), (np.concatenate(rows), np.concatenate(latents))))


def tuned(lens, texts):
    sample = texts[: max(20, len(texts) // 20)]
    timings = {}
    for shape in shapes:
        start = time.perf_counter()
        read, _, _ = read_sparse(lens, sample, shape)
        timings[shape] = read / (time.perf_counter() - start)
    best = max(timings, key=timings.get)
    start = time.perf_counter()
    read, nonzeros, _ = read_sparse(lens, texts, best)
    return {'tokens': read, 'nonzeros': nonzeros, 'seconds': time.perf_counter() - start, 'batchTokens': best}


def as_they_come(lens, texts):
    """All windows of these documents as one batch in their order, padded to the longest: places, ids, mask."""
    pieces = [(document, number, ids) for document, text in enumerate(texts) for number, ids in enumerate(windows(lens, text))]
    length = 1 + max((len(ids) for _, _, ids in pieces), default=0)
    batch = torch.full((len(pieces), length), lens.bos, dtype=torch.long)
    mask = torch.zeros_like(batch)
    for row, (_, _, ids) in enumerate(pieces):
        batch[row, 1:len(ids) + 1] = torch.tensor(ids)
        mask[row, :len(ids) + 1] = 1
    return [(document, number) for document, number, _ in pieces], batch, mask


@torch.no_grad()
def dense(lens, texts):
    read = nonzeros = 0
    stored = []
    start = time.perf_counter()
    for first in range(0, len(texts), 8):
        by_document = {}
        places, ids, mask = as_they_come(lens, texts[first:first + 8])
        _, activations = encode_batch(lens, ids, mask)
        for row, (document, number) in enumerate(places):
            by_document.setdefault(document, {})[number] = activations[row, 1:int(mask[row].sum())].clone()
        for document, windows_of in by_document.items():
            matrix = torch.cat([windows_of[number] for number in sorted(windows_of)]).numpy()
            row = sparse.csr_matrix(matrix)
            whole = row.toarray()
            stored.append((row, sparse.csr_matrix(whole.max(axis=0, keepdims=True)), sparse.csr_matrix(whole.sum(axis=0, keepdims=True))))
            read += matrix.shape[0]
            nonzeros += row.nnz
    return {'tokens': read, 'nonzeros': nonzeros, 'seconds': time.perf_counter() - start}


def matrix_multiply_peak():
    """Best of some 32-bit matrix multiplications of this moment, in GFLOP/s."""
    a, b = torch.randn(1024, 1024), torch.randn(1024, 4096)
    best = 0.0
    for _ in range(8):
        start = time.perf_counter()
        a @ b
        best = max(best, 2 * 1024 * 1024 * 4096 / (time.perf_counter() - start) / 1e9)
    return best


def main():
    parser = ArgumentParser()
    parser.add_argument('mode', choices=['tuned', 'dense'])
    parser.add_argument('lens', type=Path)
    parser.add_argument('texts', type=Path)
    parser.add_argument('--threads', type=int, default=2)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    start = time.perf_counter()
    lens = load_lens(args.lens)
    opening = time.perf_counter() - start
    texts = [json.loads(line)['text'] for line in args.texts.read_text(encoding='utf8').split('\n') if line]
    measured = (tuned if args.mode == 'tuned' else dense)(lens, texts)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({**measured, 'openingSeconds': opening, 'peakMegabytes': peak, 'gflops': matrix_multiply_peak(), 'torch': torch.__version__, 'threads': args.threads}))


if __name__ == '__main__':
    main()
