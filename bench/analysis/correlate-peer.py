"""The peers of correlate.ts, on the matrix it wrote: prints one JSON line for each.

python correlate-peer.py FOLDER [--lowest 0.001] [--support 10] [--runs 2] [--clone FOLDER of interp_embed]

The bare product runs at once up to WHOLE multiplications; beyond, in blocks of rows that are thrown away once counted, so that it fits in
memory at any density (and is the faster for it); the memory of the whole is in its note. interp_embed's `calculate_npmi` is called as it is, from examples/functions.py of a clone.
"""

import argparse
import importlib.util
import json
import pathlib
import resource
import time

import numpy
import scipy
import scipy.sparse

WHOLE = 500_000_000
# calculate_npmi takes some 60 bytes a pair: beyond this it is left out.
NPMI = 120_000_000
BLOCK = 30_000_000


def megabytes():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def timed(work, repeats):
    runs = []
    for _ in range(repeats):
        wall, processor = time.perf_counter(), time.process_time()
        result = work()
        runs.append((time.perf_counter() - wall, time.process_time() - processor))
    warm = runs[1:] or runs
    return runs[0][0], min(run[0] for run in warm), min(run[1] for run in warm), result


def report(name, work, repeats, note):
    before = megabytes()
    first, warm, processor, result = timed(work, repeats)
    row = {"name": name, "first": first, "warm": warm, "processor": processor, "megabytes": megabytes() - before}
    print(json.dumps({**row, "note": note(result)}), flush=True)


def product(kept):
    """The number of non-zeros of X @ X.T."""
    transposed = kept.T.tocsr()
    per_row = kept @ numpy.diff(transposed.indptr).astype(numpy.float64)
    if per_row.sum() <= WHOLE:
        return (kept @ transposed).nnz
    ends = numpy.searchsorted(numpy.cumsum(per_row), numpy.arange(BLOCK, per_row.sum() + BLOCK, BLOCK), "right")
    nonzeros = 0
    first = 0
    for end in [*ends.tolist(), kept.shape[0]]:
        end = max(end, first + 1)
        if first >= kept.shape[0]:
            break
        nonzeros += (kept[first:end] @ transposed).nnz
        first = end
    return nonzeros


def pairs_that_meet(kept):
    """About how many, from a sample of rows."""
    transposed = kept.T.tocsr()
    some = numpy.arange(0, kept.shape[0], max(1, kept.shape[0] // 200))
    return (kept[some] @ transposed).nnz * kept.shape[0] / len(some)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--lowest", type=float, default=0.001)
    parser.add_argument("--support", type=int, default=10)
    parser.add_argument("--runs", type=int, default=2)
    parser.add_argument("--clone", type=pathlib.Path)
    args = parser.parse_args()
    header = json.loads((args.folder / "header.json").read_text())
    starts = numpy.fromfile(args.folder / "starts.bin", dtype="<u4").astype(numpy.int32)
    indices = numpy.fromfile(args.folder / "indices.bin", dtype="<u4").astype(numpy.int32)
    ones = numpy.ones(len(indices), dtype=numpy.float32)
    matrix = scipy.sparse.csr_matrix((ones, indices, starts), shape=(header["rows"], header["columns"]))
    counts = numpy.diff(starts)
    share = counts / header["columns"]
    kept = matrix[(counts >= args.support) & (share >= args.lowest) & (share <= 0.5)]
    del matrix, ones, indices
    report(
        f"scipy {scipy.__version__} X @ X.T",
        lambda: product(kept),
        args.runs if kept.nnz < 3_000_000 else 1,
        lambda nonzeros: f"{nonzeros} pairs that meet, counted twice; all at once {nonzeros * 8 / 2**20:.0f} MB",
    )
    if args.clone is not None:
        spec = importlib.util.spec_from_file_location("functions", args.clone / "examples" / "functions.py")
        functions = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(functions)
        present = kept.astype(numpy.int32)
        if pairs_that_meet(kept) <= NPMI:
            report("interp_embed calculate_npmi", lambda: functions.calculate_npmi(present), 1, lambda npmi: f"{npmi.nnz} values")


main()
