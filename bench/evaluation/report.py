"""Gathers what the other scripts wrote into results.json beside this file, and prints the tables of docs/evaluation.md.

    python report.py [--work /tmp/evaluation]
"""

import json
from argparse import ArgumentParser
from pathlib import Path

LENSES = {'etalon-small': 'bundled', 'random-sae': 'random SAE', 'random-reader': 'random reader'}
GROUPS = {
    'One, and five': {'length alone': 'length', **{f'one latent, {lens}': f'1 latent, {name}' for lens, name in LENSES.items()}, 'one word': '1 word',
                      **{f'five latents, {lens}': f'5 latents, {name}' for lens, name in LENSES.items()}, 'five words': '5 words'},
    'All': {**{f'all latents, {lens}': f'all latents, {name}' for lens, name in LENSES.items()}, 'all words': 'all words', 'minilm': 'MiniLM'},
}


def table(head: list[str], rows: list[list[str]]) -> str:
    widths = [max(len(row[at]) for row in [head, *rows]) for at in range(len(head))]
    line = lambda cells: '| ' + ' | '.join(cell.ljust(width) for cell, width in zip(cells, widths)) + ' |'
    return '\n'.join([line(head), '| ' + ' | '.join('-' * width for width in widths) + ' |', *map(line, rows)])


def probe_tables(probes: dict) -> None:
    """Areas within strata of length, in hundredths; with the interval in the table of whole systems."""
    for title, systems in GROUPS.items():
        part = lambda value: f'{100 * value[0]:.1f}' if title != 'All' else f'{100 * value[0]:.1f} ± {100 * (value[0] - value[1]):.1f}'
        for kind in ('adjusted', 'auc'):
            mean = lambda system: sum(each[kind][system][0] for each in probes['tasks']) / len(probes['tasks'])
            rows = [[each['task'], *(part(each[kind][system]) for system in systems)] for each in probes['tasks']] if kind == 'adjusted' else []
            rows.append([f'**mean, {kind}**', *(f'**{100 * mean(system):.1f}**' for system in systems)])
            print(f'\n### {title}: area under the curve, {kind}\n')
            print(table(['task', *systems.values()], rows))
    print('\n### Chosen\n')
    print(table(['task', 'documents', 'positive', 'units', 'one latent', 'one word'],
                [[each['task'], f"{each['documents']:,}", f"{each['positive']:,}", f"{each['units']:,}", escaped(each['chosen']['one']), escaped(f"`{json.dumps(each['chosen']['word'], ensure_ascii=False)[1:-1]}`")]
                 for each in probes['tasks']]))


def escaped(text: str) -> str:
    return text.replace('|', '\\|').replace('~', '\\~')


def retrieval_tables(found: dict) -> None:
    rows = []
    for each in found['summary']:
        settings = each['settings']
        rows.append([each['system'], f"{settings['k']}, {settings['temperature']}, {settings['constant']}", f"{each['development']:.3f}",
                     *(f"{each['map'][kind]:.3f}" for kind in ('all', 'content', 'form')), *(f"{each['p10'][kind]:.3f}" for kind in ('all', 'content', 'form')),
                     f"{each['mapByDefault']['all']:.3f}"])
    print('\n### Retrieval\n')
    print(table(['system', 'k, T, constant', 'dev MAP', 'MAP', 'content', 'form', 'P@10', 'content', 'form', 'MAP by default'], rows))
    print()
    difference = lambda value: f'{value[0]:+.3f} [{value[1]:+.3f}, {value[2]:+.3f}]'
    print(table(['a', 'minus b', 'all', 'content', 'form'],
                [[each['a'], each['b'], *(difference(each[kind]) for kind in ('all', 'content', 'form'))] for each in found['differences']]))


def contrast_tables(contrasts: list[dict]) -> None:
    for each in contrasts:
        print(f"\n### {each['name']}\n\n`{each['command']}`: {each['design']}, adjustment {each['adjustment']['kind']} ({each['adjustment']['overlap']:.2f}); tested {each['tested']}, "
              f"differ {each['discoveries']}, adjusted {each['adjustedDiscoveries']}; bare {each['paperClaims']}; random SAE {each['chance']['discoveries']}, {each['chance']['adjustedDiscoveries']} "
              f"of {each['chance']['tested']}; {' '.join(each['warnings'])}\n")
        part = lambda value, sign='': '–' if value is None else f'{100 * value:{sign}.1f} %'
        print(table(['latent', 'target', 'other', 'difference', 'by length', 'adjusted', 'again', 'label'],
                    [[str(row['latent']), part(row['target']), part(row['others'][0]), part(row['difference'], '+'), part(row['expectedFromLength'], '+'),
                      part(row['adjustedDifference'], '+'), {True: 'yes', False: 'no', None: '–'}[row['replicated']], escaped(row['label'] or '–')] for row in each['rows']]))


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument('--work', type=Path, default=Path('/tmp/evaluation'))
    args = parser.parse_args()
    parts = {name: json.loads((args.work / f'{name}.json').read_text()) for name in ('overlap', 'probes', 'retrieval', 'contrasts') if (args.work / f'{name}.json').exists()}
    if 'overlap' in parts:
        print(table(['corpus', 'met in training'], [[corpus, f'{100 * share:.0f} %'] for corpus, share in parts['overlap'].items()]))
    if 'probes' in parts:
        probe_tables(parts['probes'])
    if 'retrieval' in parts:
        retrieval_tables(parts['retrieval'])
    if 'contrasts' in parts:
        contrast_tables(parts['contrasts'])
    (Path(__file__).parent / 'results.json').write_text(json.dumps(compact(parts), ensure_ascii=False) + '\n')


def rounded(value, places: int = 4):
    """The same with fewer digits."""
    if isinstance(value, float):
        return round(value, places)
    if isinstance(value, list):
        return [rounded(each, places) for each in value]
    return {name: rounded(each, places) for name, each in value.items()} if isinstance(value, dict) else value


def compact(parts: dict) -> dict:
    """What is kept: areas as [within strata, its 95 % limits, raw] by system; average precisions of a query in the order of `systems`."""
    kept = dict(parts)
    if 'probes' in parts:
        systems = list(parts['probes']['tasks'][0]['auc'])
        kept['probes'] = {**parts['probes'], 'systems': systems, 'tasks': [
            {**{name: value for name, value in task.items() if name not in ('auc', 'adjusted')},
             'areas': [rounded([*task['adjusted'][system], task['auc'][system][0]], 3) for system in systems]} for task in parts['probes']['tasks']]}
    if 'retrieval' in parts:
        systems = [each['system'] for each in parts['retrieval']['summary']]
        kept['retrieval'] = {**parts['retrieval'], 'systems': systems,
                             'perQuery': [{**query, 'ap': rounded([query['ap'][system] for system in systems], 3)} for query in parts['retrieval']['perQuery']]}
    return rounded(kept)


if __name__ == '__main__':
    main()
