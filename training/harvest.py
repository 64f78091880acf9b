"""Reads the last rows of work/rows.npy with the rounded reader and keeps its residual stream after some of its blocks. Run again to resume.

work/residual-<blocks>-<reader>-<tokens>.npy: [tokens, width] float16, the stream after so many blocks; BOS positions are left out.
work/segments-<reader>-<tokens>.npy: [tokens] int32; neighbours with the same number were read in one window of one document.
All in the order of the rows and of the text within them.
"""

import json
import time
from pathlib import Path

import numpy as np
import torch

from documents import options
from reader import CONFIG, Reader
from rounding import reader_hash, rounded_reader

BOS = CONFIG['bos_token_id']
TOKENS = 6_000_000
KEPT_EVERY = 64  # batches between two notes of progress


def residual_path(work: Path, blocks: int, reader: str, tokens: int) -> Path:
    return work / f'residual-{blocks}-{reader}-{tokens}.npy'


def segments_path(work: Path, reader: str, tokens: int) -> Path:
    return work / f'segments-{reader}-{tokens}.npy'


def first_row(rows: np.ndarray, tokens: int) -> int:
    """The last row from which on there are so many tokens, BOS and the rows' last tokens (only targets) not counted."""
    found, start = 0, len(rows)
    while found < tokens:
        if start == 0:
            raise SystemExit(f'{len(rows)} rows hold only {found} tokens; ask for fewer with --tokens.')
        block = max(0, start - 1024)
        counts = (rows[block:start, :-1] != BOS).sum(1)[::-1].cumsum()
        enough = int(np.searchsorted(counts, tokens - found))
        start -= min(enough + 1, len(counts))
        found += int(counts[min(enough, len(counts) - 1)])
    return start


@torch.no_grad()
def harvest(work: Path, reader: Reader, hooks: list[int], tokens: int, device: str, batch: int) -> None:
    """Makes the files that are missing, all in one pass; progress is kept now and then."""
    name = reader_hash(reader)
    paths = {blocks: residual_path(work, blocks, name, tokens) for blocks in hooks}
    paths = {blocks: path for blocks, path in paths.items() if not path.exists()}
    if not paths:
        return
    rows = np.load(work / 'rows.npy', mmap_mode='r')
    start = first_row(rows, tokens)
    key = '-'.join(map(str, sorted(paths)))
    note = work / f'harvest-{name}-{tokens}-{key}.json'
    partial = {blocks: path.with_suffix(f'.{key}.partial.npy') for blocks, path in paths.items()}
    partial_segments = segments_path(work, name, tokens).with_suffix(f'.{key}.partial.npy')
    state = json.loads(note.read_text()) if note.exists() else {'row': start, 'count': 0, 'segment': 0}
    mode = 'r+' if note.exists() else 'w+'
    kept = {blocks: np.lib.format.open_memmap(path, mode=mode, dtype=np.float16, shape=(tokens, CONFIG['hidden_size'])) for blocks, path in partial.items()}
    segments = np.lib.format.open_memmap(partial_segments, mode=mode, dtype=np.int32, shape=(tokens,))
    reader = reader.to(device)
    row, count, segment = state['row'], state['count'], state['segment']
    begun, before = time.monotonic(), count
    done = 0
    while count < tokens:
        ids = torch.from_numpy(rows[row:row + batch, :-1].astype(np.int64)).to(device)
        row += batch
        real = ids != BOS
        numbers = segment + (~real).flatten().cumsum(0).view_as(ids)
        segment = int(numbers[-1, -1])
        stream = reader.residuals(ids, max(paths))
        end = min(tokens, count + int(real.sum()))
        taken = slice(count, end)
        segments[taken] = numbers[real][:end - count].int().cpu().numpy()
        for blocks, values in kept.items():
            half = stream[blocks][real][:end - count].half()
            assert bool(half.isfinite().all()), f'the residual stream after {blocks} blocks is past the range of float16'
            values[taken] = half.cpu().numpy()
        count = end
        done += 1
        if done % KEPT_EVERY == 0 or count == tokens:
            for values in (*kept.values(), segments):
                values.flush()
            note.write_text(json.dumps({'row': row, 'count': count, 'segment': segment}))
            print(f'{count} of {tokens} tokens, {(count - before) / (time.monotonic() - begun):.0f} a second', flush=True)
    del kept, segments
    partial_segments.replace(segments_path(work, name, tokens))
    for blocks, path in partial.items():
        path.replace(paths[blocks])
    note.unlink()


def main() -> None:
    parser = options(__doc__)
    parser.add_argument('--hooks', type=int, nargs='+', default=[3, 4, 5], help='after how many blocks')
    parser.add_argument('--tokens', type=int, default=TOKENS, help='512 bytes each and hook')
    parser.add_argument('--reader', default='reader', help='the checkpoint is work/NAME.pt')
    parser.add_argument('--batch', type=int, help='rows of 512 at a time')
    parser.add_argument('--threads', type=int, default=2)
    parser.add_argument('--device', default='cuda' if torch.cuda.is_available() else 'cpu')
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    batch = args.batch or (128 if args.device == 'cuda' else 8)
    harvest(args.work, rounded_reader(args.work, args.reader), args.hooks, args.tokens, args.device, batch)


if __name__ == '__main__':
    main()
