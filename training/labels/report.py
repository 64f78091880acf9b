"""The figures of the labels, as Markdown tables and work/labels/report.json; also writes work/labels/low.json, the latents to label again.

    python training/labels/report.py [--low 0.7]

Balanced accuracy of a latent: mean of the share of right answers on phrases where it fires and on phrases where it does not. Means over the random
sample of live latents; those without a label count as 0.5. Intervals: 95 %, percentile bootstrap over latents (4,000 draws, seeded); of shares,
Wilson's. The headline of set `scoring` is of the labels of the first round; that of set `third` is of the final labels, on documents that no
decision was taken on. Low: a labelled latent whose score, averaged over random and hard phrases, is below --low in set `scoring`.
"""

import json
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))
import numpy as np
from answers import read_lines, say
from batches import labels_now
from documents import options

DRAWS = 4000


def interval(values: list[float], seed: int = 5) -> list[float]:
    """95 % percentile bootstrap of the mean."""
    array = np.array(values)
    means = array[np.random.default_rng(seed).integers(0, len(array), (DRAWS, len(array)))].mean(1)
    return [round(float(each), 4) for each in np.quantile(means, (0.025, 0.975))]


def wilson(right: int, all_of: int) -> list[float]:
    share, z = right / all_of, 1.959964
    middle, spread = share + z * z / (2 * all_of), z * np.sqrt(share * (1 - share) / all_of + z * z / (4 * all_of**2))
    return [round(float((middle + sign * spread) / (1 + z * z / all_of)), 4) for sign in (-1, 1)]


def summary(scores: dict[int, dict], unlabelled: int) -> dict:
    """Of one arm over the sample: means against random and hard phrases with intervals, unlabelled ones as 0.5; recall by fifth of strength."""
    out = {'latents': len(scores) + unlabelled, 'unlabelled': unlabelled}
    for name, title in (('score', 'random'), ('scoreHard', 'hard')):
        values = [row[name] for row in scores.values() if row[name] is not None] + [0.5] * unlabelled
        if values:
            out[title] = {'mean': round(float(np.mean(values)), 4), 'interval': interval(values), 'median': round(float(np.median(values)), 4)}
    out['by_fifth'] = {}
    for band in '01234':
        hits = [row['bands'][band] for row in scores.values() if band in row['bands']]
        if hits:
            out['by_fifth'][band] = {'found': round(float(np.mean(hits)), 4), 'interval': wilson(sum(hits), len(hits)), 'phrases': len(hits)}
    for name in ('random', 'hard'):
        said = [right for row in scores.values() for right in row[name]]
        if said:
            out[f'silent_{name}_right'] = round(float(np.mean(said)), 4)
    return out


def by_documents(rows: list[dict]) -> dict | None:
    """
    F1 of label against presence. `as_drawn`: over all judgements. `natural`: each latent's shares of yes where present and where absent,
    weighted by how often it is present in the documents of the set. `mean_latent`: mean of the latents' own F1 as drawn.
    """
    if not rows:
        return None
    f1 = lambda hit, false, missed: 2 * hit / max(1e-12, 2 * hit + false + missed)
    own = [f1(sum(row['present']), sum(row['absent']), len(row['present']) - sum(row['present'])) for row in rows]
    both = [row for row in rows if row['present'] and row['absent']]
    share, recall, wrong = (np.array(each) for each in zip(*((row['frequency'], np.mean(row['present']), np.mean(row['absent'])) for row in both)))
    hit, false = sum(sum(row['present']) for row in rows), sum(sum(row['absent']) for row in rows)
    missed = sum(len(row['present']) for row in rows) - hit
    return {'latents': len(rows), 'judgements': sum(len(row['present']) + len(row['absent']) for row in rows), 'as_drawn': round(f1(hit, false, missed), 4),
            'natural': round(float(f1((share * recall).sum(), ((1 - share) * wrong).sum(), (share * (1 - recall)).sum())), 4),
            'mean_latent': round(float(np.mean(own)), 4), 'mean_latent_interval': interval(own),
            'recall': round(hit / max(1, hit + missed), 4), 'precision': round(hit / max(1, hit + false), 4)}


def low_scorers(folder: Path, below: float) -> list[int]:
    rows = [row for row in read_lines(folder / 'scores-scoring.jsonl') if row['arm'] == 'label']
    mean = lambda row: np.mean([each for each in (row['score'], row['scoreHard']) if each is not None] or [1])
    return sorted(row['latent'] for row in rows if mean(row) < below)


def table(report: dict) -> str:
    lines = ['| set | labels | latents | against random | 95 % | against hard | 95 % | found, strongest to weakest fifth |', '|---|---|---|---|---|---|---|---|']
    for name, kind, arm in report['headline']:
        each = report[kind][arm]
        cells = [f"{each[side]['mean']:.3f} | {each[side]['interval'][0]:.3f}–{each[side]['interval'][1]:.3f}" if side in each else '| ' for side in ('random', 'hard')]
        lines.append(f"| {kind} | {name} | {each['latents']} | {cells[0]} | {cells[1]} | {' '.join(format(fifth['found'], '.2f') for fifth in each['by_fifth'].values())} |")
    return '\n'.join(lines)


def main() -> None:
    parser = options(__doc__.split('\n')[0])
    parser.add_argument('--low', type=float, default=0.7)
    args = parser.parse_args()
    folder = args.work / 'labels'
    about, now = read_lines(folder / 'phrases-making.about.json')[0], labels_now(folder)
    named = sum(row['label'] is not None for row in now.values())
    report: dict = {'live': about['live'], 'labelled': named, 'labelled_share': round(named / about['live'], 4), 'labelled_interval': wilson(named, about['live']),
                    'relabelled': sum(row['round'] == 'relabel' for row in now.values()), 'headline': []}
    sample = json.loads((folder / 'sample.json').read_text())
    report['sample'] = {name: sample[name] for name in ('seed', 'live', 'scorable')} | {'latents': len(sample['latents'])}
    first = {row['latent']: row['label'] for row in read_lines(folder / 'labels-first.jsonl')}
    titles = {'label': 'written', 'shuffled': 'written, shuffled', 'baseline': 'typical tokens'}
    for kind in ('scoring', 'third'):
        rows = read_lines(folder / f'scores-{kind}.jsonl')
        report[kind] = {}
        for arm, title in titles.items():
            scores = {row['latent']: row for row in rows if row['arm'] == arm and row['latent'] in set(sample['latents'])}
            if scores:
                labelled = first if kind == 'scoring' else {latent: row['label'] for latent, row in now.items()}
                unlabelled = sum(labelled.get(latent) is None for latent in sample['latents']) if arm == 'label' else 0
                report[kind][arm] = summary(scores, unlabelled) | {'not_scored': len(sample['latents']) - len(scores) - unlabelled if arm == 'label' else 0}
                report['headline'].append((title, kind, arm))
    report['documents'] = by_documents(read_lines(folder / 'documents.jsonl'))
    low = low_scorers(folder, args.low)
    report['low'] = len(low)
    (folder / 'low.json').write_text(json.dumps(low))
    (folder / 'report.json').write_text(json.dumps(report, indent=1) + '\n')
    print(table(report) + '\n')
    say({name: report[name] for name in ('live', 'labelled', 'labelled_share', 'labelled_interval', 'sample', 'relabelled', 'low', 'documents')})


if __name__ == '__main__':
    main()
