"""The training text: one JSON object a line with `source` and `text`, xz-compressed."""

import gzip
import json
import lzma
from argparse import ArgumentParser
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DEFAULT_TEXT = ROOT / '../shared/training'
DEFAULT_WORK = ROOT / 'training/work'
DEFAULT_LENS = ROOT / 'resources/lenses/etalon-small'

# Source -> group, as the text's own README groups them; the OpenStax books are every source not named here.
GROUPS = {
    'answers and instructions': 'alpaca_eval_openmodels gsm8k_train oasst_qlora_open persona_statements short_utterances',
    'encyclopedic and factual': 'wiki_movies wiki_people wiki_vital5 wikitext2_valid_test medquad us_speeches factbook',
    'dialogue': 'topical_chat taskmaster34 sgd',
    'technical and government': 'peps rust-rfcs eips swift-evolution cpp-docs powershell-docs rust-book digitalgov 18f-blog 18f-handbook nist-800-63 opensource-guide',
    'books': 'books',
}
GROUP_OF_SOURCE = {source: group for group, sources in GROUPS.items() for source in sources.split()}


# Text of no training source, under ../shared/data; human_vs_machine by author.
ELSEWHERE = ['xstest', 'human_vs_machine', 'model-answers/gpt4_1106_preview']


def group_of(source: str) -> str:
    return GROUP_OF_SOURCE.get(source, 'textbooks')


def read_documents(text_folder: Path, split: str) -> list[dict]:
    """All documents of one split ('train' or 'valid'), in their stored (shuffled) order."""
    with lzma.open(Path(text_folder) / f'{split}.jsonl.xz', 'rt', encoding='utf8', newline='\n') as lines:
        return [json.loads(line) for line in lines]


def elsewhere(data: Path, name: str, limit: int | None = None) -> list[dict]:
    """Documents of one of those files: `text`, and `keys`, what its figures are added up under."""
    with gzip.open(Path(data) / f'{name}.jsonl.gz', 'rt', encoding='utf8') as lines:
        rows = [json.loads(line) for line in lines][:limit]
    apart = name == 'human_vs_machine'
    return [{'text': row['text'], 'keys': [name, f'{name}: {row["label"]}'] if apart else [name]} for row in rows if row['text'].strip()]


def options(description: str) -> ArgumentParser:
    """A parser with the two folders every script takes."""
    parser = ArgumentParser(description=description)
    parser.add_argument('--text', type=Path, default=DEFAULT_TEXT, help='folder with train.jsonl.xz and valid.jsonl.xz')
    parser.add_argument('--work', type=Path, default=DEFAULT_WORK, help='folder for checkpoints and caches')
    return parser
