"""Harvests the residual stream after block 2 and trains a BatchTopK SAE on it -> work/sae.pt. Run again to resume."""

import hashlib
import json
import time
from pathlib import Path

import numpy as np
import torch

from documents import options
from reader import CONFIG, Reader

LAYER = 2
HOOK = f'blocks.{LAYER}.hook_resid_post'
WIDTH = CONFIG['hidden_size']


def rounded_reader(work: Path) -> Reader:
    """The trained reader with its matrices rounded to 16 bits, as they will be exported."""
    reader = Reader().eval().requires_grad_(False)
    reader.load_state_dict(torch.load(work / 'reader.pt', weights_only=True)['reader'])
    for parameter in reader.parameters():
        if parameter.ndim == 2:
            parameter.data = parameter.data.half().float()
    return reader


@torch.no_grad()
def harvest(work: Path, tokens: int) -> np.ndarray:
    """Residual vectors [tokens, width] float16 of the last rows, which a reader trained on less than all of them has not seen; BOS left out."""
    reader_hash = hashlib.sha256((work / 'reader.pt').read_bytes()).hexdigest()[:16]
    path = work / f'residual-{reader_hash}-{tokens}.npy'
    if path.exists():
        return np.load(path, mmap_mode='r')
    reader = rounded_reader(work)
    rows = np.load(work / 'rows.npy', mmap_mode='r')
    partial = path.with_suffix('.partial.npy')
    kept = np.lib.format.open_memmap(partial, mode='w+', dtype=np.float16, shape=(tokens, WIDTH))
    count, end, started = 0, len(rows), time.monotonic()
    while count < tokens:
        ids = torch.from_numpy(rows[end - 16:end, :-1].astype(np.int64))
        end -= 16
        residual = reader.residual(ids, LAYER + 1)[ids != CONFIG['bos_token_id']][:tokens - count]
        kept[count:count + len(residual)] = residual.half().numpy()
        count += len(residual)
    kept.flush()
    partial.rename(path)
    print(f'harvested {count} tokens of {len(rows) - end} rows in {time.monotonic() - started:.0f} s', flush=True)
    return np.load(path, mmap_mode='r')


def reconstruct(x, cut, W_enc, b_enc, W_dec, b_dec):
    """Mean squared error, the error itself [batch, width], and which latents fired [latents]; everything up to the cut is set to zero."""
    pre = torch.relu(((x - b_dec) @ W_enc).float() + b_enc)
    activations = torch.where(pre >= cut, pre, 0.0)
    error = x - ((activations @ W_dec).float() + b_dec)
    return error.pow(2).mean(), error, (activations > 0).any(0)


class BatchTopK:
    """Parameters and Adam state of one SAE over inputs scaled to a mean norm of sqrt(width)."""

    def __init__(self, sample: torch.Tensor, latents: int):
        generator = torch.Generator().manual_seed(0)
        self.scale = float(WIDTH ** 0.5 / sample.norm(dim=1).mean())
        decoder = torch.nn.functional.normalize(torch.randn(latents, WIDTH, generator=generator), dim=1)
        self.parameters = {'W_enc': decoder.T.clone(), 'b_enc': torch.zeros(latents), 'W_dec': decoder.clone(), 'b_dec': (sample * self.scale).mean(0)}
        for parameter in self.parameters.values():
            parameter.requires_grad_()
        self.adam = torch.optim.Adam(list(self.parameters.values()), lr=1e-3, betas=(0.9, 0.999), fused=True)
        self.threshold = torch.tensor(0.0)
        self.reconstruct = torch.compile(reconstruct, dynamic=False)
        self.idle = torch.zeros(latents)  # tokens since each latent last fired

    def state(self) -> dict:
        return {'parameters': {name: value.detach() for name, value in self.parameters.items()}, 'adam': self.adam.state_dict(),
                'threshold': self.threshold, 'idle': self.idle, 'scale': self.scale}

    def restore(self, state: dict) -> None:
        for name, value in state['parameters'].items():
            self.parameters[name].data.copy_(value)
        self.adam.load_state_dict(state['adam'])
        self.threshold, self.idle, self.scale = state['threshold'], state['idle'], state['scale']

    def step(self, raw: torch.Tensor, k: int, rate: float, dead_after: int) -> dict:
        p = self.parameters
        x = raw * self.scale
        with torch.no_grad():
            # BatchTopK's cut: the value that leaves k active latents a token on average, taken from an eighth of the batch.
            some = x[: len(x) // 8]
            flat = torch.relu((some - p['b_dec']) @ p['W_enc'] + p['b_enc']).flatten().numpy()
            cut = float(np.partition(flat, len(flat) - k * len(some))[len(flat) - k * len(some)])
            self.threshold = torch.tensor(cut) if self.threshold == 0 else 0.99 * self.threshold + 0.01 * cut
        with torch.autocast('cpu', dtype=torch.bfloat16):
            loss, error, fired = self.reconstruct(x, torch.tensor(cut), p['W_enc'], p['b_enc'], p['W_dec'], p['b_dec'])
        self.idle = torch.where(fired, 0, self.idle + len(x))
        dead = (self.idle > dead_after).nonzero().squeeze(1)
        total = loss
        if len(dead):
            # Dead latents learn what the live ones left over (Gao et al. 2024, auxiliary k = width / 2, coefficient 1/32).
            hidden = torch.relu((x - p['b_dec'].detach()) @ p['W_enc'][:, dead] + p['b_enc'][dead])
            values, places = hidden.topk(min(WIDTH // 2, len(dead)), dim=1)
            guess = torch.zeros_like(hidden).scatter(1, places, values) @ p['W_dec'][dead]
            left = error.detach()
            total = loss + (left - guess).pow(2).mean() / 32
        total.backward()
        torch.nn.utils.clip_grad_norm_(list(p.values()), 1.0)
        self.adam.param_groups[0]['lr'] = rate
        self.adam.step()
        self.adam.zero_grad(set_to_none=True)
        with torch.no_grad():
            p['W_dec'].div_(p['W_dec'].norm(dim=1, keepdim=True))
        variance = (x - x.mean(0)).pow(2).mean()
        return {'explained': float(1 - loss.detach() / variance), 'dead': len(dead), 'threshold': float(self.threshold)}


def main() -> None:
    parser = options(__doc__)
    parser.add_argument('--tokens', type=int, default=4_000_000, help='residual vectors harvested')
    parser.add_argument('--latents', type=int, default=2048)
    parser.add_argument('--k', type=int, default=32, help='mean number of active latents a token')
    parser.add_argument('--batch', type=int, default=4096)
    parser.add_argument('--steps', type=int, default=4000)
    parser.add_argument('--minutes', type=float, default=1e9, help='SAE training time over all resumed runs; the schedule follows whichever limit is nearer')
    parser.add_argument('--learning-rate', type=float, default=8e-4)
    parser.add_argument('--threads', type=int, default=2)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    vectors = torch.from_numpy(np.array(harvest(args.work, args.tokens)))
    sae = BatchTopK(vectors[:: max(1, len(vectors) // 50_000)].float(), args.latents)
    checkpoint = args.work / 'sae.pt'
    step, elapsed = 0, 0.0
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True)
        sae.restore(state['sae'])
        step, elapsed = state['step'], state['elapsed']
    log = open(args.work / 'sae-log.jsonl', 'a', encoding='utf8')

    def save() -> None:
        partial = checkpoint.with_suffix('.partial')
        torch.save({'sae': sae.state(), 'step': step, 'elapsed': elapsed, 'k': args.k, 'tokens': step * args.batch}, partial)
        partial.replace(checkpoint)

    before = time.monotonic()
    while True:
        progress = max(step / args.steps, elapsed / (60 * args.minutes))
        if progress >= 1:
            break
        rate = args.learning_rate * min(1.0, (step + 1) / 100) * min(1.0, (1.0 - progress) / 0.3)
        generator = torch.Generator().manual_seed(step)
        batch = vectors[torch.randint(len(vectors), (args.batch,), generator=generator)].float()
        measured = sae.step(batch, args.k, rate, dead_after=50 * args.batch)
        step += 1
        now = time.monotonic()
        elapsed, before = elapsed + now - before, now
        if step % 50 == 0:
            print(json.dumps({'step': step, 'tokens': step * args.batch, 'seconds': round(elapsed, 1), **{n: round(v, 4) for n, v in measured.items()}}), file=log, flush=True)
        if step % 500 == 0:
            save()
    save()
    print(f'{step} steps, {step * args.batch} tokens, {elapsed:.0f} s, {measured if step else ""}')


if __name__ == '__main__':
    main()
