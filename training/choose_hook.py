"""Which SAE tells known properties apart best: single latents and five of them, on development labels only. Prints tables, writes work/choose-hook.json.

    python training/choose_hook.py sae-3 sae-4 sae-5 --random

Names are checkpoints work/NAME.pt of one reader; all are read in one pass. Documents are cut to their first 256 tokens and read behind one BOS; a latent's
value is its largest activation in the document. Half of each corpus's units (documents, or prompts or pairs where several documents share one) is
for development, by a hash of the unit's name; labels of the other half are never looked at here. Within the development half, everything is
chosen on one half and measured on the other, and that several times. Definitions of tasks, areas under the curve, length strata and the choice of
five latents are those of bench/evaluation, whose requirements.txt this needs.
"""

import gzip
import hashlib
import json
import sys
import warnings
from collections import defaultdict
from pathlib import Path

import numpy as np
import scipy.sparse as sp
import torch
from tokenizers import Tokenizer

from documents import ROOT, options
from harvest import first_row
from reader import CONFIG, Reader
from rounding import activations_of, reader_hash, rounded_reader, rounded_sae
from train_sae import HELD, measure

sys.path.insert(0, str(ROOT / 'bench/evaluation'))
from make_lenses import thresholds_for  # noqa: E402
from probes import CANDIDATES, auc, column_aucs, five, leveled, logistic, scales, strata_of  # noqa: E402
from tasks import FAMILIES, TASKS, Task, folded, halves, is_development  # noqa: E402

BOS = CONFIG['bos_token_id']
CHOSEN = [task for task in TASKS if task.corpora[0] in FAMILIES and len(task.corpora) == 1 and task.channel == 'text' and not task.development]
LENGTH = 'length alone'
FEWEST = 20  # documents with and without a property; a task with fewer is left out
RANDOM_SAMPLE = 30_000  # tokens on which a random SAE is made to fire as often as a trained one


def development_rows(data: Path, corpus: str, most: int) -> list[dict]:
    """Rows of the development half that some task keeps, whole units in the order of a hash, about `most` of them."""
    tasks = [task for task in CHOSEN if task.corpora[0] == corpus]
    with gzip.open(data / f'{corpus}.jsonl.gz', 'rt', encoding='utf8') as lines:
        rows = [row for row in map(json.loads, lines) if any(task.kept(row) for task in tasks) and is_development(corpus, tasks[0].unit(row))]
    return sorted(rows, key=lambda row: hashlib.sha256(tasks[0].unit(row).encode()).digest())[:most]


def random_sae(sae: dict[str, torch.Tensor], stream: torch.Tensor, seed: int) -> dict[str, torch.Tensor]:
    """Random unit directions, latent j firing as often on the sample [tokens, width] as latent j of the SAE, so with the same L0."""
    generator = torch.Generator().manual_seed(seed)
    directions = torch.nn.functional.normalize(torch.randn(sae['W_enc'].shape, generator=generator), dim=0)
    rates = sum((activations_of(sae, part) > 0).sum(0) for part in stream.split(4096)) / len(stream)
    mean = stream.mean(0)
    return {'W_enc': directions, 'b_enc': torch.zeros(len(rates)), 'W_dec': directions.T.contiguous(), 'b_dec': mean, 'threshold': thresholds_for(rates, stream - mean, directions)}


@torch.no_grad()
def sampled(reader: Reader, work: Path, hooks: list[int], device: str) -> dict[int, torch.Tensor]:
    """Residual vectors [tokens, width] of the rows that no SAE was trained on, by hook."""
    rows = np.load(work / 'rows.npy', mmap_mode='r')
    rows = rows[first_row(rows, min(HELD, len(rows) * 32)):]
    found = {hook: [] for hook in hooks}
    for start in range(0, len(rows), 8):
        ids = torch.from_numpy(rows[start:start + 8, :-1].astype(np.int64)).to(device)
        stream = reader.residuals(ids, max(hooks))
        for hook in hooks:
            found[hook].append(stream[hook][ids != BOS].cpu())
    return {hook: torch.cat(parts) for hook, parts in found.items()}


@torch.no_grad()
def pooled(reader: Reader, saes: dict[str, tuple[int, dict]], tokens: list[list[int]], device: str) -> dict[str, sp.csr_matrix]:
    """Largest activation of each latent in each document, [documents, latents] by SAE; documents of like length together."""
    order = sorted(range(len(tokens)), key=lambda at: len(tokens[at]))
    parts, deepest = {name: [] for name in saes}, max(hook for hook, _ in saes.values())
    at = 0
    while at < len(order):
        # Lengths rise: as many documents as fit 4,096 positions at the length of the longest of them.
        end = at + 1
        while end < len(order) and (end + 1 - at) * (len(tokens[order[end]]) + 1) <= 4096:
            end += 1
        taken = [tokens[each] for each in order[at:end]]
        at = end
        ids = torch.full((len(taken), len(taken[-1]) + 1), BOS)
        real = torch.zeros(ids.shape, dtype=torch.bool)
        for row, piece in enumerate(taken):
            ids[row, 1:len(piece) + 1] = torch.tensor(piece)
            real[row, 1:len(piece) + 1] = True
        stream = reader.residuals(ids.to(device), deepest, segmented=False)
        outside = ~real.to(device)[..., None]
        for name, (hook, sae) in saes.items():
            most = activations_of(sae, stream[hook]).masked_fill_(outside, 0).amax(1)
            parts[name].append(sp.csr_matrix(most.cpu().numpy()))
    back = np.argsort(order)
    return {name: sp.vstack(each).tocsr()[back] for name, each in parts.items()}


def separate(task: Task, rows: list[dict], counts: np.ndarray, read: dict[str, sp.csr_matrix], splits: int) -> dict[str, dict[str, list[float]]]:
    """Mean [raw, length-adjusted] areas under the curve of `one` latent and of `five`, by SAE. counts: tokens of each document."""
    kept = np.flatnonzero([task.kept(row) for row in rows])
    labels = np.array([bool(task.positive(rows[at])) for at in kept])
    places, unit = folded([task.unit(rows[at]) for at in kept], [rows[at]['text'] for at in kept], labels)
    kept, positive = kept[places], labels[places]
    tokens = counts[kept]
    found: dict[str, dict[str, list]] = defaultdict(lambda: defaultdict(list))
    for seed in range(splits):
        first = halves(unit, seed)
        train, test = np.flatnonzero(first), np.flatnonzero(~first)
        yes, strata, aimed = positive[train], strata_of(tokens[train]), strata_of(tokens[test])
        note = lambda name, kind, scores: found[name][kind].append((auc(scores, positive[test]), auc(scores, positive[test], aimed)))
        longer = 1 if auc(tokens[train], yes) >= 0.5 else -1
        note(LENGTH, 'one', longer * tokens[test])
        for name, matrix in read.items():
            values = matrix[kept]
            values = (values @ sp.diags(1 / scales(values[train]))).tocsr().astype(np.float32)
            areas = column_aucs(leveled(values[train]), yes, strata)
            best = int(np.abs(areas - 0.5).argmax())
            note(name, 'one', (1 if areas[best] >= 0.5 else -1) * values[test][:, [best]].toarray()[:, 0])
            candidates = np.argsort(-np.abs(areas - 0.5))[:CANDIDATES]
            few = candidates[five(values[train][:, candidates].toarray(), yes.astype(float), tokens[train])]
            note(name, 'five', logistic(values[train][:, few].toarray(), yes, values[test][:, few].toarray(), 1))
    return {name: {kind: np.mean(pairs, axis=0).round(4).tolist() for kind, pairs in kinds.items()} for name, kinds in found.items()}


def table(head: list[str], rows: list[list]) -> str:
    lines = [head, ['---'] * len(head), *rows]
    return '\n'.join('| ' + ' | '.join(f'{cell:.3f}' if isinstance(cell, float) else str(cell) for cell in line) + ' |' for line in lines) + '\n'


def tables(figures: dict[str, dict], results: dict[str, dict], positives: dict[str, str]) -> str:
    median = lambda name, kind, which, tasks: float(np.median([results[task][name][kind][which] for task in tasks]))
    first = [[name, each['hook'], each['temporal'], *(each['measured'][key] for key in ('explained_variance', 'l0', 'never_fired')),
              *(median(name, kind, which, results) for kind in ('one', 'five') for which in (0, 1))] for name, each in figures.items()]
    first.append([LENGTH, '', '', '', '', '', median(LENGTH, 'one', 0, results), median(LENGTH, 'one', 1, results), '', ''])
    families: dict[str, list[str]] = defaultdict(list)
    for task in CHOSEN:
        if task.name in results:
            families[FAMILIES[task.corpora[0]]].append(task.name)
    second = [[name, kind, *(median(name, kind, 1, tasks) for tasks in families.values())] for name in figures for kind in ('one', 'five')]
    third = [[task, positives[task], *(f'{results[task][name]["one"][1]:.3f} {results[task][name]["five"][1]:.3f}' for name in figures)] for task in results]
    return '\n'.join([
        table(['SAE', 'hook', 'temporal', 'explained variance', 'L0', 'never fired', 'one latent', 'one, adjusted', 'five latents', 'five, adjusted'], first),
        'Medians over the tasks of a family, length-adjusted:\n', table(['SAE', 'latents', *families], second),
        'Each task, length-adjusted, one latent and five:\n', table(['task', 'positive of documents', *figures], third)])


def main() -> None:
    parser = options(__doc__)
    parser.add_argument('names', nargs='+', help='SAEs: checkpoints work/NAME.pt')
    parser.add_argument('--reader', default='reader', help='the checkpoint is work/NAME.pt')
    parser.add_argument('--data', type=Path, default=ROOT / '../shared/data')
    parser.add_argument('--documents', type=int, default=1200, help='of each corpus, at most')
    parser.add_argument('--cut', type=int, default=256, help='tokens of a document that are read')
    parser.add_argument('--splits', type=int, default=3, help='halvings of the development half')
    parser.add_argument('--random', action='store_true', help='beside them a random SAE at each hook')
    parser.add_argument('--out', default='choose-hook', help='writes work/OUT.json and work/OUT.md')
    parser.add_argument('--threads', type=int, default=2)
    parser.add_argument('--device', default='cuda' if torch.cuda.is_available() else 'cpu')
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    warnings.filterwarnings('ignore', category=FutureWarning)
    reader = rounded_reader(args.work, args.reader)
    runs, saes = {}, {}
    for name in args.names:
        saved = torch.load(args.work / f'{name}.pt', weights_only=True, map_location='cpu')
        if saved['run']['reader'] != reader_hash(reader):
            raise SystemExit(f'{name}.pt was trained on another reader than {args.reader}.pt.')
        runs[name], saes[name] = saved['run'], (saved['run']['hook'], rounded_sae(saved))
    reader = reader.to(args.device)
    sample = sampled(reader, args.work, sorted({hook for hook, _ in saes.values()}), args.device)
    if args.random:
        for hook in sorted(sample):
            like = next(name for name in args.names if saes[name][0] == hook)
            runs[f'random-{hook}'] = {'hook': hook, 'temporal': '', 'like': like}
            saes[f'random-{hook}'] = hook, random_sae(saes[like][1], sample[hook][:RANDOM_SAMPLE], hook)
    figures = {name: {**runs[name], 'measured': measure(sae, sample[hook], args.device)} for name, (hook, sae) in saes.items()}
    print(json.dumps(figures), flush=True)
    saes = {name: (hook, {key: value.to(args.device) for key, value in sae.items()}) for name, (hook, sae) in saes.items()}
    tokenizer = Tokenizer.from_file(str(args.work / 'tokenizer/tokenizer.json'))
    results, positives = {}, {}
    for corpus in FAMILIES:
        rows = development_rows(args.data, corpus, args.documents)
        ids = [encoded.ids[:args.cut] for encoded in tokenizer.encode_batch_fast([row['text'] for row in rows], add_special_tokens=False)]
        read, counts = pooled(reader, saes, ids, args.device), np.array([len(each) for each in ids])
        for task in CHOSEN:
            labels = [bool(task.positive(row)) for row in rows if task.kept(row)] if task.corpora[0] == corpus else []
            if min(sum(labels), len(labels) - sum(labels)) >= FEWEST:
                results[task.name] = separate(task, rows, counts, read, args.splits)
                positives[task.name] = f'{sum(labels)} of {len(labels)}'
        print(f'{corpus}: {len(rows)} documents, {counts.sum()} tokens', flush=True)
    report = tables(figures, results, positives)
    (args.work / f'{args.out}.json').write_text(json.dumps({'saes': figures, 'tasks': results}, indent=1) + '\n')
    (args.work / f'{args.out}.md').write_text(report)
    print(report)


if __name__ == '__main__':
    main()
