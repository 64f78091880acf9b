"""Trains a Matryoshka BatchTopK SAE on the residual stream after some block of the rounded reader -> work/NAME.pt. Run again to resume.

BatchTopK (Bussmann et al. 2024): of a batch's pre-activations the k * tokens largest stay; the smallest of them, averaged over steps, becomes the one
threshold of the exported JumpReLU. Matryoshka (Bussmann et al. 2025): the first latents of each --groups prefix must reconstruct alone; the loss is
the mean over the prefixes. --temporal adds the contrast of Bhalla et al. (2025) between the first prefix's activations of adjacent tokens.

Only the encoder's product is dense. Decoding and all gradients touch the k active latents of a token alone, about a hundredth of the work.
"""

import json
import time
import warnings
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from documents import options
from harvest import TOKENS, harvest, residual_path, segments_path
from reader import CONFIG
from rounding import activations_of, reader_hash, rounded_reader, rounded_sae

WIDTH = CONFIG['hidden_size']
HELD = 100_000  # residual vectors at the end of the harvest that are only measured on, at most a tenth
AUXILIARY = 1 / 32  # weight of the dead latents' loss (Gao et al. 2024)
BLOCK = 256  # pairs that are contrasted with each other

warnings.filterwarnings('ignore', message='Sparse CSR tensor support is in beta')


def places_above(values: torch.Tensor, floor: float) -> torch.Tensor:
    """Places in a flat tensor with values above the floor, rising. numpy's search is the faster one on a CPU."""
    if values.is_cuda:
        return (values > floor).nonzero().squeeze(1)
    return torch.from_numpy(np.flatnonzero(values.numpy() > floor))


def largest(pre: torch.Tensor, k: int, floor: float) -> tuple[torch.Tensor, torch.Tensor, float]:
    """Flat places, values and the smallest value of the k * rows largest positive entries of pre [rows, latents]; `floor`: a guess below it."""
    flat, wanted = pre.view(-1), k * len(pre)
    places = places_above(flat, floor)
    if len(places) < wanted and floor > 0:
        places = places_above(flat, 0.0)
    values = flat[places]
    if len(places) <= wanted:
        return places, values, float(values.min()) if len(values) else 0.0
    cut = values.kthvalue(len(values) - wanted + 1).values
    kept = values >= cut
    return places[kept], values[kept], float(cut)


def contrast(inner: torch.Tensor, temperature: float) -> torch.Tensor:
    """InfoNCE over cosines, both ways: inner [2 * pairs, latents], a token in the first half, its follower at the same place of the second."""
    unit = F.normalize(inner, dim=1, eps=1e-4)
    half = len(inner) // 2
    here, after = (part.view(-1, min(BLOCK, half), inner.shape[1]) for part in (unit[:half], unit[half:]))
    cosines = here @ after.transpose(1, 2) / temperature
    own = torch.arange(cosines.shape[1], device=inner.device).expand(len(cosines), -1)
    return (F.cross_entropy(cosines, own) + F.cross_entropy(cosines.transpose(1, 2), own)) / 2


class Sae:
    """Parameters, Adam's state and the running threshold of an SAE whose inputs are scaled to a mean norm of sqrt(width)."""

    def __init__(self, sample: torch.Tensor, latents: int, groups: list[int], dead_after: int, seed: int = 0):
        device = sample.device
        generator = torch.Generator().manual_seed(seed)
        directions = F.normalize(torch.randn(latents, WIDTH, generator=generator), dim=1).to(device)
        self.scale = float(WIDTH ** 0.5 / sample.norm(dim=1).mean())
        scaled = sample * self.scale
        self.variance = float((scaled - scaled.mean(0)).pow(2).mean())  # of one coordinate
        # Rows are latents in both matrices.
        self.parameters = {'encoder': directions.clone(), 'b_enc': torch.zeros(latents, device=device), 'decoder': directions.clone(), 'b_dec': scaled.mean(0)}
        for parameter in self.parameters.values():
            parameter.requires_grad_()
        self.adam = torch.optim.Adam(list(self.parameters.values()), betas=(0.9, 0.999), fused=True)
        self.bounds = torch.tensor(groups[:-1], device=device)
        self.groups, self.dead_after = groups, dead_after
        self.threshold, self.cut = 0.0, 0.0
        self.idle = torch.zeros(latents, device=device)  # tokens since each latent last fired
        self.pre = torch.empty(0, device=device)  # pre-activations of a batch, kept for their memory

    def state(self) -> dict:
        return {'parameters': {name: value.detach().cpu() for name, value in self.parameters.items()}, 'adam': self.adam.state_dict(), 'threshold': self.threshold,
                'cut': self.cut, 'idle': self.idle.cpu(), 'scale': self.scale, 'variance': self.variance}

    def restore(self, state: dict) -> None:
        for name, value in state['parameters'].items():
            self.parameters[name].data.copy_(value)
        self.adam.load_state_dict(state['adam'])
        self.idle.copy_(state['idle'])
        self.threshold, self.cut, self.scale, self.variance = state['threshold'], state['cut'], state['scale'], state['variance']

    def step(self, raw: torch.Tensor, k: int, rate: float, temporal: float, temperature: float) -> dict[str, torch.Tensor | float | int]:
        """One step of Adam on raw [rows, width]. With a temporal weight row i of the second half follows row i of the first in the text."""
        p = self.parameters
        encoder, decoder, b_enc, b_dec = (p[name].data for name in ('encoder', 'decoder', 'b_enc', 'b_dec'))
        x = raw.float().mul_(self.scale)
        rows, latents, prefixes = len(x), len(encoder), len(self.groups)
        centred = x - b_dec
        if len(self.pre) != rows:
            self.pre = torch.empty(rows, latents, device=x.device)
        places, values, self.cut = largest(torch.addmm(b_enc, centred, encoder.T, out=self.pre), k, 0.8 * self.cut)
        self.threshold = self.cut if self.threshold == 0 else 0.99 * self.threshold + 0.01 * self.cut
        row, latent = places // latents, places % latents

        # One bag for each row and group: the part of the reconstruction that the group adds.
        bag = row * prefixes + torch.bucketize(latent, self.bounds, right=True)
        starts = torch.searchsorted(bag, torch.arange(rows * prefixes, device=x.device))
        values.requires_grad_()
        parts = F.embedding_bag(latent, p['decoder'], starts, mode='sum', per_sample_weights=values)
        # Each prefix's loss is its squared error over the variance; the gradient of a part sums over the prefixes that hold it.
        unit = 1 / (x.numel() * self.variance)
        error, errors = centred, []
        for part in parts.detach().view(rows, prefixes, WIDTH).unbind(1):
            error = error - part
            errors.append(error)
        slopes, slope = torch.empty_like(parts).view(rows, prefixes, WIDTH), 0.0
        for prefix in reversed(range(prefixes)):
            slope = errors[prefix] * (-2 * unit / prefixes) + slope
            slopes[:, prefix] = slope
        parts.backward(slopes.view(-1, WIDTH))
        slope_of = values.grad

        measured: dict = {}
        if temporal:
            inside = latent < self.groups[0]
            inner = torch.zeros(rows, self.groups[0], device=x.device)
            inner[row[inside], latent[inside]] = values.detach()[inside]
            apart = contrast(inner.requires_grad_(), temperature)
            apart.backward()
            slope_of[inside] += temporal * inner.grad[row[inside], latent[inside]]
            measured['contrast'] = apart.detach()

        self.idle += rows
        self.idle[latent] = 0
        dead = (self.idle > self.dead_after).nonzero().squeeze(1)
        if len(dead):
            self.revive(centred[::8], errors[-1][::8], dead)

        # What the active pre-activations pass back to the encoder, as a sparse matrix [latents, rows].
        order = torch.argsort(latent, stable=True)
        ends = torch.searchsorted(latent[order], torch.arange(latents + 1, device=x.device))
        back = torch.sparse_csr_tensor(ends, row[order], slope_of[order], (latents, rows), check_invariants=False)
        encoder_slope, b_enc_slope = back @ centred, torch.zeros_like(b_enc).index_add_(0, latent, slope_of)
        for name, grad in (('encoder', encoder_slope), ('b_enc', b_enc_slope), ('b_dec', slope.sum(0) - b_enc_slope @ encoder)):
            p[name].grad = grad if p[name].grad is None else p[name].grad.add_(grad)
        # Decoder rows stay of unit length: only what turns them counts.
        along = (p['decoder'].grad * decoder).sum(1, keepdim=True)
        p['decoder'].grad.sub_(along * decoder)
        self.adam.param_groups[0]['lr'] = rate
        self.adam.step()
        self.adam.zero_grad(set_to_none=True)
        decoder.div_(decoder.norm(dim=1, keepdim=True))
        measured |= {f'explained_{group}': 1 - error.pow(2).sum() * unit for group, error in zip(self.groups, errors)}
        return measured | {'dead': len(dead), 'threshold': self.threshold}

    def revive(self, centred: torch.Tensor, left: torch.Tensor, dead: torch.Tensor) -> None:
        """Gradients that teach dead latents what the live ones left of an eighth of the batch; of them the width / 2 strongest a row take part."""
        p = self.parameters
        hidden = F.relu(F.linear(centred, p['encoder'][dead], p['b_enc'][dead]))
        strongest, which = hidden.topk(min(WIDTH // 2, len(dead)), dim=1)
        guess = F.embedding_bag(which, p['decoder'][dead], mode='sum', per_sample_weights=strongest)
        ((left - guess).pow(2).mean() * (AUXILIARY / self.variance)).backward()


@torch.no_grad()
def measure(sae: dict[str, torch.Tensor], vectors: torch.Tensor, device: str) -> dict[str, float]:
    """Explained variance 1 - Σ|x - x̂|² / Σ|x - mean|², L0 and the share of latents that never fire; `sae` as rounding.rounded_sae gives it."""
    sae = {name: value.to(device) for name, value in sae.items()}
    error, active, fired = 0.0, 0, torch.zeros(len(sae['b_enc']), dtype=torch.bool, device=device)
    total, squares = torch.zeros(WIDTH, dtype=torch.float64, device=device), 0.0
    for part in vectors.split(4096):
        x = part.to(device).float()
        a = activations_of(sae, x)
        error += float((x - (a @ sae['W_dec'] + sae['b_dec'])).double().pow(2).sum())
        active += int((a > 0).sum())
        fired |= (a > 0).any(0)
        total += x.double().sum(0)
        squares += float(x.double().pow(2).sum())
    variance = squares - float(total.pow(2).sum()) / len(vectors)
    return {'explained_variance': round(1 - error / variance, 4), 'l0': round(active / len(vectors), 2), 'never_fired': round(1 - float(fired.float().mean()), 4)}


class Batches:
    """Which residual vectors each step sees: every one once an epoch in random order; with `segments` pairs of neighbours in the text."""

    def __init__(self, count: int, size: int, segments: np.ndarray | None):
        self.size = size if segments is None else size // 2
        self.firsts = None if segments is None else torch.from_numpy(np.flatnonzero(segments[1:count] == segments[:count - 1]).astype(np.int32))
        self.available = count if self.firsts is None else len(self.firsts)
        if self.available < self.size:
            raise SystemExit(f'A batch takes {self.size} of {self.available} vectors; harvest more with --tokens.')
        self.epoch, self.order = -1, torch.empty(0)

    def __getitem__(self, step: int) -> torch.Tensor:
        """Rows [batch]; of pairs first all first tokens, then their followers."""
        epoch, at = divmod(step, self.available // self.size)
        if epoch != self.epoch:
            self.epoch, self.order = epoch, torch.randperm(self.available, generator=torch.Generator().manual_seed(epoch))
        taken = self.order[at * self.size:(at + 1) * self.size]
        if self.firsts is None:
            return taken
        firsts = self.firsts[taken].long()
        return torch.cat([firsts, firsts + 1])


def learning_rate(highest: float, progress: float, step: int) -> float:
    """Warm-up of 200 steps, constant, then linear to 0 over the last 30 % (progress in 0..1)."""
    return highest * min(1.0, (step + 1) / 200) * min(1.0, (1.0 - progress) / 0.3)


def main() -> None:
    parser = options(__doc__)
    parser.add_argument('--hook', type=int, default=4, help='the residual stream after so many blocks')
    parser.add_argument('--name', default='sae', help='the checkpoint is work/NAME.pt')
    parser.add_argument('--reader', default='reader', help='its checkpoint is work/NAME.pt')
    parser.add_argument('--tokens', type=int, default=TOKENS, help='residual vectors harvested')
    parser.add_argument('--groups', type=int, nargs='+', default=[512, 1536, 4096], help='how many latents each prefix holds, the last all of them; one number: no Matryoshka')
    parser.add_argument('--k', type=int, default=32, help='mean number of active latents a token')
    parser.add_argument('--temporal', type=float, default=0.0, help='weight of the contrast of adjacent tokens, beside an error of 1 for reconstructing nothing')
    parser.add_argument('--temperature', type=float, default=1.0, help='of that contrast')
    parser.add_argument('--batch', type=int, default=4096)
    parser.add_argument('--steps', type=int, default=6000)
    parser.add_argument('--minutes', type=float, default=1e9, help='training time over all resumed runs; the schedule follows whichever limit is nearer')
    parser.add_argument('--learning-rate', type=float, default=1e-3)
    parser.add_argument('--dead-after', type=int, default=300_000, help='tokens without firing after which a latent counts as dead while training')
    parser.add_argument('--seed', type=int, default=0, help='of the first directions')
    parser.add_argument('--threads', type=int, default=2)
    parser.add_argument('--device', default='cuda' if torch.cuda.is_available() else 'cpu')
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    reader = rounded_reader(args.work, args.reader)
    name = reader_hash(reader)
    harvest(args.work, reader, [args.hook], args.tokens, args.device, 128 if args.device == 'cuda' else 8)
    vectors = torch.from_numpy(np.load(residual_path(args.work, args.hook, name, args.tokens)))
    seen = len(vectors) - min(HELD, len(vectors) // 10)
    vectors, held = vectors[:seen].to(args.device), vectors[seen:]
    segments = np.load(segments_path(args.work, name, args.tokens)) if args.temporal else None
    batches = Batches(seen, args.batch, segments)
    sae = Sae(vectors[:: max(1, seen // 50_000)].float(), args.groups[-1], args.groups, args.dead_after, args.seed)
    run = {'reader': name, 'hook': args.hook, 'groups': args.groups, 'temporal': args.temporal, 'k': args.k}
    checkpoint = args.work / f'{args.name}.pt'
    step, elapsed = 0, 0.0
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True, map_location=args.device)
        if state['run'] != run:
            raise SystemExit(f'{checkpoint} was made as {state["run"]}, not {run}: choose another --name or delete it.')
        sae.restore(state['sae'])
        step, elapsed = state['step'], state['elapsed']

    def saved() -> dict:
        return {'sae': sae.state(), 'run': run, 'step': step, 'elapsed': elapsed, 'tokens': step * args.batch}

    def save() -> None:
        partial = checkpoint.with_suffix('.partial')
        torch.save(saved(), partial)
        partial.replace(checkpoint)

    with open(args.work / f'{args.name}-log.jsonl', 'a', encoding='utf8') as log:
        before = time.monotonic()
        while (progress := max(step / args.steps, elapsed / (60 * args.minutes))) < 1:
            batch = vectors[batches[step].to(vectors.device)]
            measured = sae.step(batch, args.k, learning_rate(args.learning_rate, progress, step), args.temporal, args.temperature)
            step += 1
            now = time.monotonic()
            elapsed, before = elapsed + now - before, now
            if step % 100 == 0:
                values = {key: round(float(value), 4) for key, value in measured.items()}
                print(json.dumps({'step': step, 'tokens': step * args.batch, 'seconds': round(elapsed, 1), **values}), file=log, flush=True)
            if step % 1000 == 0:
                save()
    save()
    print(json.dumps({'name': args.name, **run, 'steps': step, 'seconds': round(elapsed), 'tokens_a_second': round(step * args.batch / max(elapsed, 1e-9)),
                      **measure(rounded_sae(saved()), held, args.device)}))


if __name__ == '__main__':
    main()
