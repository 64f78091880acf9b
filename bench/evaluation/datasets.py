"""The corpora of the evaluation: taken from the folder of data, cut to what is needed, as a project for Etalon.

    python datasets.py [--data ../shared/data] [--out /tmp/evaluation/project]

Every second film; of the model answers six models. The rest whole. One `<corpus>.jsonl` each, rows and columns as they are.
"""

import gzip
import json
from argparse import ArgumentParser
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WHOLE = ['anthropic_persona', 'banking77', 'gsm8k_solutions', 'human_vs_machine', 'medquad', 'politeness', 'xstest']
ANSWERS = ['claude-2', 'gpt4_0613_concise', 'gpt4_0613_verbose', 'gpt4_1106_preview', 'llama-2-7b-chat-hf', 'text_davinci_001']
CORPORA = [*WHOLE, 'wikipedia_movies', *ANSWERS]


def rows_of(path: Path) -> list[dict]:
    with gzip.open(path, 'rt', encoding='utf8') as lines:
        return [json.loads(line) for line in lines]


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument('--data', type=Path, default=ROOT / '../shared/data')
    parser.add_argument('--out', type=Path, default=Path('/tmp/evaluation/project'))
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    for corpus in CORPORA:
        folder = args.data / 'model-answers' if corpus in ANSWERS else args.data
        rows = rows_of(folder / f'{corpus}.jsonl.gz')
        if corpus == 'wikipedia_movies':
            rows = rows[::2]
        with open(args.out / f'{corpus}.jsonl', 'w', encoding='utf8') as out:
            for row in rows:
                out.write(json.dumps(row, ensure_ascii=False) + '\n')
        print(corpus, len(rows))


if __name__ == '__main__':
    main()
