"""Trains the reader on work/rows.npy -> work/reader.pt. Ends at --steps or --minutes, whichever comes first; run again to resume.

Beside the next token, a linear head at the hook predicts the teacher's embedding of the current chunk (work/chunks.npz); and the token
embeddings start from its vectors of the words; --meaning 0 leaves both out.
The first part runs on rows cut in two, the last on whole ones. Where the learning rate begins to fall, work/reader-constant.pt is kept:
a longer run goes on from there.
"""

import json
import math
import shutil
import time
from argparse import Namespace

import numpy as np
import torch
from torch import nn

from documents import options, read_documents
from muon import Muon
from reader import CONFIG, MeaningHead, Reader
from train_tokenizer import CONTEXT, pack, tokens_of

BOS = CONFIG['bos_token_id']
DECAY, WHOLE = 0.5, 0.7  # of the run: where the rate begins to fall, and where rows are read whole
RATES = (0.02, 0.004)  # Muon, AdamW


def learning_rate(progress: float, step: int) -> float:
    """Warm-up of 60 steps, constant, then linear to 0 (progress in 0..1)."""
    return min(1.0, (step + 1) / 60) * min(1.0, (1.0 - progress) / (1 - DECAY))


def halves(rows: np.ndarray, places: np.ndarray, vectors: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rows of 513 as twice as many of 257; the second half's first token becomes BOS."""
    middle = CONTEXT // 2
    second = rows[:, middle:].copy()
    second[:, 0] = BOS
    shifted = np.where(places[:, 1:] > 0, places[:, 1:] - middle, 0)
    return np.concatenate([rows[:, :middle + 1], second]), np.concatenate([places[:, :1], shifted]), np.concatenate([vectors[:, :1], vectors[:, 1:]])


class Run(nn.Module):
    """Reader and head as one module, so that both are compiled and saved together."""

    def __init__(self, hook: int, meaning: float, dimensions: int):
        super().__init__()
        self.reader, self.head = Reader(), MeaningHead(dimensions)
        self.hook, self.meaning = hook, meaning

    def forward(self, ids, targets, chunks, wanted):
        stream = self.reader.residuals(ids, CONFIG['num_hidden_layers'])
        loss = self.reader.loss(stream[-1], targets)
        if not self.meaning:
            return loss, loss, torch.zeros(())
        distance = self.head(stream[self.hook], chunks, wanted)
        return loss + self.meaning * distance, loss, distance


def held_out(args: Namespace, device: str) -> torch.Tensor:
    """[rows, 513] of the first valid documents, about 60,000 tokens."""
    texts = [document['text'] for document in read_documents(args.text, 'valid')[:240]]
    return torch.from_numpy(pack(tokens_of(args.work, texts)).astype(np.int64)).to(device)


def meaningful_start(words: np.ndarray) -> torch.Tensor:
    """First token embeddings [words, width]: the teacher's vectors of the words on their principal axes, tempered, with as much chance as tells apart
    words that the teacher reads alike (case, leading space). Rows have the norm that chance alone would give them."""
    width = CONFIG['hidden_size']
    centred = torch.from_numpy(words.astype(np.float32))
    centred -= centred.mean(0)
    _, sizes, axes = torch.linalg.svd(centred, full_matrices=False)
    spread = centred @ axes[:width].T / sizes[:width].sqrt()
    told = nn.functional.normalize(spread, dim=1)
    chance = nn.functional.normalize(torch.randn(told.shape), dim=1)
    return nn.functional.normalize(0.8 * told + 0.6 * chance, dim=1) * 0.02 * width ** 0.5


@torch.no_grad()
def validation(reader: Reader, rows: torch.Tensor) -> float:
    """Mean cross-entropy in nats a token."""
    losses = [float(reader.loss(reader.residual(part[:, :-1], CONFIG['num_hidden_layers']), part[:, 1:])) * len(part) for part in rows.split(8)]
    return sum(losses) / len(rows)


def main() -> None:
    parser = options(__doc__)
    parser.add_argument('--steps', type=int, default=7000)
    parser.add_argument('--minutes', type=float, default=1e9, help='training time over all resumed runs; the schedule follows whichever limit is nearer')
    parser.add_argument('--batch', type=int, default=12, help='rows of 512 tokens a step')
    parser.add_argument('--hook', type=int, default=4, help='the head reads the residual stream after so many blocks')
    parser.add_argument('--meaning', type=float, default=2.0, help="weight of the head's loss; 0: next token only")
    parser.add_argument('--name', default='reader', help='the checkpoint is work/NAME.pt')
    parser.add_argument('--threads', type=int, default=2)
    parser.add_argument('--device', default='cuda' if torch.cuda.is_available() else 'cpu')
    parser.add_argument('--no-compile', action='store_true')
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(0)
    half_precision = args.device == 'cuda' or torch.cpu._is_avx512_bf16_supported()
    rows = np.load(args.work / 'rows.npy', mmap_mode='r')
    known = np.load(args.work / 'chunks.npz') if args.meaning else {'places': np.zeros((len(rows), 2, 2), np.int16), 'vectors': np.zeros((len(rows), 2, 1), np.float16)}
    places, vectors = known['places'], known['vectors']
    count = min(len(rows), len(places))
    run = Run(args.hook, args.meaning, vectors.shape[2]).to(args.device)
    reader = run.reader
    if args.meaning:
        reader.model.embed_tokens.weight.data.copy_(meaningful_start(np.load(args.work / 'words.npy')))
    matrices = [p for n, p in reader.named_parameters() if p.ndim == 2 and 'embed' not in n]
    others = [p for n, p in run.named_parameters() if p.ndim != 2 or 'embed' in n or n.startswith('head')]
    optimizers = [Muon(matrices, lr=RATES[0]), torch.optim.AdamW(others, lr=RATES[1], betas=(0.9, 0.95), weight_decay=0.0, fused=True)]
    step, elapsed, kept_constant, best = 0, 0.0, False, math.inf
    checkpoint = args.work / f'{args.name}.pt'
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True)
        run.load_state_dict(state['run'])
        for optimizer, saved in zip(optimizers, state['optimizers']):
            optimizer.load_state_dict(saved)
        step, elapsed, kept_constant, best = state['step'], state['elapsed'], state['kept_constant'], state['best']

    def save(path=checkpoint) -> None:
        partial = path.with_suffix('.partial')
        torch.save({'run': run.state_dict(), 'optimizers': [o.state_dict() for o in optimizers], 'step': step, 'elapsed': elapsed,
                    'kept_constant': kept_constant, 'best': best}, partial)
        partial.replace(path)

    loss_of = run if args.no_compile else torch.compile(run, dynamic=False)
    valid = held_out(args, args.device)
    log = open(args.work / f'{args.name}-log.jsonl', 'a', encoding='utf8')
    recent, before = [], time.monotonic()
    while True:
        progress = max(step / args.steps, elapsed / (60 * args.minutes))
        if progress >= 1:
            break
        if progress >= DECAY and not kept_constant:
            kept_constant = True
            save(args.work / f'{args.name}-constant.pt')
        start = step * args.batch % (count - args.batch + 1)
        taken = slice(start, start + args.batch)
        parts = rows[taken].astype(np.int64), places[taken].astype(np.int64), vectors[taken]
        if progress < WHOLE:
            parts = halves(*parts)
        ids, chunks, wanted = (torch.from_numpy(part).to(args.device) for part in parts)
        with torch.autocast(args.device, dtype=torch.bfloat16, enabled=half_precision):
            total, loss, distance = loss_of(ids[:, :-1].contiguous(), ids[:, 1:].contiguous(), chunks, wanted.float())
        total.backward()
        torch.nn.utils.clip_grad_norm_(others, 1.0)
        for optimizer, rate in zip(optimizers, RATES):
            optimizer.param_groups[0]['lr'] = rate * learning_rate(progress, step)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
        step += 1
        recent.append((loss.detach(), distance.detach()))
        if step % 50 == 0 or step < 4:
            means = [float(torch.stack(each).mean()) for each in zip(*recent)]
            recent = []
            assert math.isfinite(means[0]), 'the loss is no longer finite'
            line = {'step': step, 'tokens': step * args.batch * CONTEXT, 'seconds': round(elapsed + time.monotonic() - before, 1), 'loss': round(means[0], 4),
                    'distance': round(means[1], 4), 'progress': round(progress, 4)}
            if step % 500 == 0:
                line['valid'] = round(validation(reader, valid), 4)
            print(json.dumps(line), file=log, flush=True)
        now = time.monotonic()
        elapsed, before = elapsed + now - before, now
        if step % 250 == 0:
            save()
            # Stopping on validation: over several epochs the best one at the end of the schedule is kept.
            if progress > 0.9 and (loss_now := validation(reader, valid)) < best:
                best = loss_now
                shutil.copyfile(checkpoint, args.work / f'{args.name}-best.pt')
    save()
    print(f'{step} steps, {step * args.batch * CONTEXT} tokens, {elapsed:.0f} s, {validation(reader, valid):.4f} nats a token on held-out rows')


if __name__ == '__main__':
    main()
