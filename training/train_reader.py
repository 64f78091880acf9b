"""Trains the reader on work/rows.npy -> work/reader.pt. Ends at --steps or --minutes, whichever comes first; run again to resume."""

import json
import math
import time

import numpy as np
import torch

from documents import options
from reader import Reader


def learning_rate(progress: float, step: int) -> float:
    """Warm-up of 100 steps, constant, then linear to 0 over the last 40 % (progress in 0..1)."""
    return min(1.0, (step + 1) / 100) * min(1.0, (1.0 - progress) / 0.4)


def main() -> None:
    parser = options(__doc__)
    parser.add_argument('--steps', type=int, default=7000)
    parser.add_argument('--minutes', type=float, default=1e9, help='training time over all resumed runs; the schedule follows whichever limit is nearer')
    parser.add_argument('--batch', type=int, default=16, help='rows of 256 tokens a step')
    parser.add_argument('--threads', type=int, default=2)
    parser.add_argument('--save-every', type=int, default=200)
    parser.add_argument('--no-compile', action='store_true')
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(0)
    rows = np.load(args.work / 'rows.npy', mmap_mode='r')
    reader = Reader()
    matrices = [p for n, p in reader.named_parameters() if p.ndim == 2 and 'embed' not in n]
    others = [p for n, p in reader.named_parameters() if p.ndim != 2 or 'embed' in n]
    optimizers = [torch.optim.Muon(matrices, lr=0.02, weight_decay=0.01, momentum=0.95),
                  torch.optim.AdamW(others, lr=0.004, betas=(0.9, 0.95), weight_decay=0.0, fused=True)]
    base = [0.02, 0.004]
    step, elapsed = 0, 0.0
    checkpoint = args.work / 'reader.pt'
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True)
        reader.load_state_dict(state['reader'])
        for optimizer, saved in zip(optimizers, state['optimizers']):
            optimizer.load_state_dict(saved)
        step, elapsed = state['step'], state['elapsed']

    def save() -> None:
        partial = checkpoint.with_suffix('.partial')
        torch.save({'reader': reader.state_dict(), 'optimizers': [o.state_dict() for o in optimizers], 'step': step, 'elapsed': elapsed}, partial)
        partial.replace(checkpoint)

    loss_of = reader if args.no_compile else torch.compile(reader, dynamic=False)
    log = open(args.work / 'reader-log.jsonl', 'a', encoding='utf8')
    losses, before = [], time.monotonic()
    while True:
        progress = max(step / args.steps, elapsed / (60 * args.minutes))
        if progress >= 1:
            break
        start = step * args.batch % (len(rows) - args.batch)
        batch = torch.from_numpy(rows[start:start + args.batch].astype(np.int64))
        with torch.autocast('cpu', dtype=torch.bfloat16):
            loss = loss_of(batch[:, :-1].contiguous(), batch[:, 1:].contiguous())
        loss.backward()
        torch.nn.utils.clip_grad_norm_(others, 1.0)
        for optimizer, rate in zip(optimizers, base):
            optimizer.param_groups[0]['lr'] = rate * learning_rate(progress, step)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
        step += 1
        losses.append(loss.item())
        now = time.monotonic()
        elapsed, before = elapsed + now - before, now
        if step % 50 == 0:
            line = {'step': step, 'tokens': step * args.batch * 256, 'seconds': round(elapsed, 1), 'loss': round(float(np.mean(losses[-50:])), 4),
                    'progress': round(progress, 4)}
            print(json.dumps(line), file=log, flush=True)
            assert math.isfinite(line['loss'])
        if step % args.save_every == 0:
            save()
    save()
    print(f'{step} steps, {step * args.batch * 256} tokens, {elapsed:.0f} s, last loss {np.mean(losses[-50:] or [math.nan]):.4f}')


if __name__ == '__main__':
    main()
