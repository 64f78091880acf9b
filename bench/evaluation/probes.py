"""How well known properties are told apart by single latents, few latents, and what does without a lens.

    python probes.py [--work /tmp/evaluation] [--only NAME]

In the work folder: `export/<lens>` (etalon export --format npz --channel text; `export/<lens>-prompt` of xstest's prompts) and `dense` (of dense.py). Writes
`probes.json` there. Units whose labels the lens was chosen by are left out. Each task: five halvings of the others by unit; everything is chosen on
one half and measured on the other. Areas under the curve come raw and within five strata of token count; choices go by the latter. The interval is
Nadeau and Bengio's (2003) for repeated halvings, which do not overlap independently.
"""

import json
import time
from argparse import ArgumentParser
from pathlib import Path

import numpy as np
import scipy
import scipy.sparse as sp
import sklearn
from scipy.stats import rankdata, t as student
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
from sklearn.linear_model import LogisticRegression

from tasks import TASKS, Task, folded, halves, is_development

LENSES = ['etalon-small', 'random-sae', 'random-reader']
SPLITS = 5
STRATA = 5
LEVELS = 16
FEW = 5
CANDIDATES = 60
STRENGTHS = {'latents': [0.001, 0.01, 0.1, 1], 'words': [0.1, 1, 10, 100], 'minilm': [0.1, 1, 10, 100]}


def auc(scores: np.ndarray, positive: np.ndarray, strata: np.ndarray | None = None) -> float:
    """Area under the curve, ties counting half; with strata over pairs of one stratum only."""
    won, pairs = 0.0, 0
    for stratum in [np.ones(len(scores), bool)] if strata is None else [strata == each for each in np.unique(strata)]:
        yes = positive[stratum]
        above = int(yes.sum())
        won += rankdata(scores[stratum])[yes].sum() - above * (above + 1) / 2
        pairs += above * (len(yes) - above)
    return float(won / pairs) if pairs else float('nan')


def column_aucs(levels: sp.csr_matrix, positive: np.ndarray, strata: np.ndarray) -> np.ndarray:
    """Stratified area of every column of a matrix of levels 0..15."""
    columns = levels.shape[1]
    won, pairs = np.zeros(columns), 0
    for each in np.unique(strata):
        rows = np.flatnonzero(strata == each)
        part, yes = levels[rows].tocoo(), positive[rows]
        counts = []
        for side in (yes, ~yes):
            kept = side[part.row]
            count = np.bincount(part.col[kept] * LEVELS + part.data[kept].astype(np.int64), minlength=columns * LEVELS).reshape(columns, LEVELS)
            count[:, 0] = side.sum() - count.sum(1)
            counts.append(count.astype(np.float64))
        inside, outside = counts
        won += (inside * (np.cumsum(outside, 1) - outside / 2)).sum(1)
        pairs += int(yes.sum()) * int((~yes).sum())
    return won / max(1, pairs)


def scales(matrix: sp.csr_matrix) -> np.ndarray:
    """90th percentile of each column's values above 0; 1 without any."""
    columns = matrix.tocsc()
    return np.array([np.quantile(columns.data[start:end], 0.9) if end > start else 1 for start, end in zip(columns.indptr, columns.indptr[1:])])


def strata_of(tokens: np.ndarray) -> np.ndarray:
    return np.searchsorted(np.quantile(tokens, np.arange(1, STRATA) / STRATA), tokens)


def leveled(matrix: sp.csr_matrix) -> sp.csr_matrix:
    """Values as levels 1..15: up to 1.5 times the unit, in steps of a tenth."""
    return sp.csr_matrix((np.clip(np.ceil(matrix.data * 10), 1, LEVELS - 1).astype(np.uint8), matrix.indices, matrix.indptr), matrix.shape)


def five(train: np.ndarray, positive: np.ndarray, tokens: np.ndarray) -> list[int]:
    """Columns by forward selection: each the one that best explains what length and those before it leave of the label, in least squares."""
    log = np.log1p(tokens)
    base = np.stack([np.ones(len(log)), log, log**2], 1)
    basis = np.linalg.qr(base)[0]
    rest, columns, taken = positive - basis @ (basis.T @ positive), train - basis @ (basis.T @ train), []
    for _ in range(FEW):
        lengths = np.linalg.norm(columns, axis=0)
        gains = np.where(lengths > 1e-6, np.abs(columns.T @ rest) / np.maximum(lengths, 1e-6), 0)
        best = int(gains.argmax())
        taken.append(best)
        direction = columns[:, best] / max(lengths[best], 1e-6)
        rest = rest - direction * (direction @ rest)
        columns = columns - np.outer(direction, direction @ columns)
    return taken


def logistic(train, positive, test, strength: float) -> np.ndarray:
    model = LogisticRegression(C=strength, max_iter=200, class_weight='balanced')
    return model.fit(train, positive).decision_function(test)


class Data:
    """Rows of a set of corpora with what each system sees of them."""

    def __init__(self, work: Path, corpora: tuple[str, ...], channel: str):
        self.rows, self.pooled, self.dense = [], {lens: [] for lens in LENSES}, []
        for corpus in corpora:
            self.rows += [json.loads(line) for line in (work / f'project/{corpus}.jsonl').read_text(encoding='utf8').split('\n') if line]
            self.dense.append(np.load(work / f'dense/{corpus}{"" if channel == "text" else "-" + channel}.npy'))
        self.dense = np.concatenate(self.dense)
        self.texts = [row[channel] for row in self.rows]
        for lens in LENSES:
            folder = work / f'export/{lens}{"" if channel == "text" else "-" + channel}'
            documents = [json.loads(line) for line in (folder / 'documents.jsonl').read_text(encoding='utf8').split('\n') if line]
            places = {}
            for at, document in enumerate(documents):
                places.setdefault(document['corpus'], []).append(at)
            where = np.concatenate([places[corpus] for corpus in corpora])
            assert len(where) == len(self.rows), f'{lens}: {len(where)} documents of {len(self.rows)} rows'
            matrix = sp.load_npz(folder / 'pooled.npz').tocsr()[where]
            self.pooled[lens] = matrix
            if lens == 'etalon-small':
                self.tokens = np.array([documents[at]['tokens'] for at in where])


def label_of(work: Path, latent: int) -> str:
    if not hasattr(label_of, 'known'):
        lines = (work / 'export/etalon-small/latents.jsonl').read_text(encoding='utf8').split('\n')
        label_of.known = {each['latent']: each['label'] for each in map(json.loads, filter(None, lines))}
    return f'{latent}: {label_of.known.get(latent)}'


def run(work: Path, task: Task, data: Data, strengths: dict[str, list[float]]) -> dict:
    kept = np.flatnonzero([task.kept(row) and not is_development(task.corpora[0], task.unit(row)) for row in data.rows])
    labels = np.array([bool(task.positive(data.rows[at])) for at in kept])
    places, unit = folded([task.unit(data.rows[at]) for at in kept], [data.texts[at] for at in kept], labels)
    repeated, kept, positive = len(kept) - len(places), kept[places], labels[places]
    texts = [data.texts[at] for at in kept]
    tokens, dense = data.tokens[kept], data.dense[kept]
    found: dict[str, list[tuple[float, float]]] = {}
    chosen = {}
    for seed in range(SPLITS):
        first = halves(unit, seed)
        train, test = np.flatnonzero(first), np.flatnonzero(~first)
        yes, strata, aimed = positive[train], strata_of(tokens[train]), strata_of(tokens[test])

        def note(system: str, scores: np.ndarray) -> None:
            found.setdefault(system, []).append((auc(scores, positive[test]), auc(scores, positive[test], aimed)))

        longer = 1 if auc(tokens[train], yes) >= 0.5 else -1
        note('length alone', longer * tokens[test])
        for lens in LENSES:
            matrix = data.pooled[lens][kept]
            matrix = (matrix @ sp.diags(1 / scales(matrix[train]))).tocsr().astype(np.float32)
            areas = column_aucs(leveled(matrix[train]), yes, strata)
            best = int(np.abs(areas - 0.5).argmax())
            sign = 1 if areas[best] >= 0.5 else -1
            note(f'one latent, {lens}', sign * matrix[test][:, [best]].toarray()[:, 0])
            candidates = np.argsort(-np.abs(areas - 0.5))[:CANDIDATES]
            few = candidates[five(matrix[train][:, candidates].toarray(), yes.astype(float), tokens[train])]
            note(f'five latents, {lens}', logistic(matrix[train][:, few].toarray(), yes, matrix[test][:, few].toarray(), 1))
            for strength in strengths['latents']:
                note(f'all latents, {lens}, C={strength}', logistic(matrix[train], yes, matrix[test], strength))
            if seed == 0 and lens == 'etalon-small':
                chosen = {'one': ('' if sign > 0 else 'not ') + label_of(work, best), 'five': [label_of(work, int(each)) for each in few]}
        counter = CountVectorizer(min_df=3, token_pattern=r"(?u)\b\w[\w']*\b|[^\w\s]|\n+", max_features=20_000)
        counts = counter.fit_transform([texts[at] for at in train])
        counts_test = counter.transform([texts[at] for at in test])
        areas = column_aucs(sp.csr_matrix((np.clip(counts.data, 1, LEVELS - 1), counts.indices, counts.indptr), counts.shape), yes, strata)
        best = int(np.abs(areas - 0.5).argmax())
        sign = 1 if areas[best] >= 0.5 else -1
        note('one word', sign * counts_test[:, [best]].toarray()[:, 0].astype(float))
        if seed == 0:
            chosen['word'] = ('' if sign > 0 else 'not ') + counter.get_feature_names_out()[best]
        candidates = np.argsort(-np.abs(areas - 0.5))[:CANDIDATES]
        few = candidates[five(np.log1p(counts[:, candidates].toarray().astype(float)), yes.astype(float), tokens[train])]
        note('five words', logistic(np.log1p(counts[:, few].toarray()), yes, np.log1p(counts_test[:, few].toarray()), 1))
        weigher = TfidfTransformer(sublinear_tf=True).fit(counts)
        for strength in strengths['words']:
            note(f'all words, C={strength}', logistic(weigher.transform(counts), yes, weigher.transform(counts_test), strength))
        for strength in strengths['minilm']:
            note(f'minilm, C={strength}', logistic(dense[train], yes, dense[test], strength))
    return {'task': task.name, 'documents': len(texts), 'repeated': repeated, 'positive': int(positive.sum()), 'units': int(unit.max() + 1),
            'auc': {system: interval([raw for raw, _ in each]) for system, each in found.items()},
            'adjusted': {system: interval([held for _, held in each]) for system, each in found.items()}, 'chosen': chosen}


def interval(values: list[float]) -> list[float]:
    """Mean and 95 % limits, the variance taken times 1 / splits + tested / trained."""
    mean = float(np.mean(values))
    half = float(student.ppf(0.975, len(values) - 1) * np.sqrt((1 / len(values) + 1) * np.var(values, ddof=1)))
    return [round(mean, 4), round(mean - half, 4), round(min(1.0, mean + half), 4)]


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument('--work', type=Path, default=Path('/tmp/evaluation'))
    parser.add_argument('--only', default='', help='tasks whose name contains this')
    args = parser.parse_args()
    held: dict[tuple, Data] = {}

    def data_of(task: Task) -> Data:
        key = (task.corpora, task.channel)
        if key not in held:
            held.clear()
            held[key] = Data(args.work, *key)
        return held[key]

    cache = args.work / 'probes-parts'
    cache.mkdir(exist_ok=True)

    def kept(name: str, work) -> dict:
        path = cache / (name.replace('/', '-') + '.json')
        if not path.exists():
            start = time.monotonic()
            path.write_text(json.dumps(work()))
            print(f'{name}: {time.monotonic() - start:.0f} s', flush=True)
        return json.loads(path.read_text())

    tried = [kept(task.name, lambda: run(args.work, task, data_of(task), STRENGTHS)) for task in TASKS if task.development]
    strengths = {}
    for kind, values in STRENGTHS.items():
        prefix = {'latents': 'all latents, etalon-small', 'words': 'all words', 'minilm': 'minilm'}[kind]
        strengths[kind] = [max(values, key=lambda value: np.mean([each['adjusted'][f'{prefix}, C={value}'][0] for each in tried]))]
    print('chosen on development tasks', strengths, flush=True)
    results = [kept(task.name, lambda: run(args.work, task, data_of(task), strengths))
               for task in TASKS if not task.development and args.only in task.name]
    for result in results:
        for part in ('auc', 'adjusted'):
            result[part] = {system.split(', C=')[0]: value for system, value in result[part].items()}
    (args.work / 'probes.json').write_text(json.dumps({
        'versions': {'numpy': np.__version__, 'scipy': scipy.__version__, 'scikit-learn': sklearn.__version__},
        'splits': SPLITS, 'strengths': {kind: values[0] for kind, values in strengths.items()}, 'tasks': results}, indent=1) + '\n')


if __name__ == '__main__':
    main()
