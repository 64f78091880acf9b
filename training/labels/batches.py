"""Batches for writing labels, and taking the labels in.

    python training/labels/batches.py write [--round relabel]     work/labels/<round>/batch-000.txt ...
    python training/labels/batches.py take-in [--round relabel]   answers-000.jsonl ... beside them -> work/labels/labels-<round>.jsonl

Round `first`: every live latent that is present in at least three documents, ten activating and ten non-activating phrases. Round `relabel`:
the latents in work/labels/low.json (written by report.py), twenty and twenty. Its labels take the place of the first ones. A line of the result:
{latent, label or null, round}. Taking in ends with exit status 1 while an answer is missing or refused; what is in order is written all the same.
"""

import json
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))
from answers import read_answers, read_lines, say, write_batches, write_lines
from documents import options
from reading import unmarked

FEWEST = 3  # documents
LONGEST, MOST_WORDS = 100, 14  # characters and words of a label

HEAD = """
You name what single units ("latents") of a text reader respond to. You see only short pieces of English text. Each block below is one latent:

#number
lines that begin with a digit: the latent is active there. Digit = strength (9 strongest, 0 weakest); << >> stands around where it is strongest.
lines that begin with "-": the latent is silent in the whole line. Half of these are near misses: they hold the same word, or fire a similar latent.
Signs: ⏎ is a line break, ␣ a space, "< <" a literal "<<". The reader sees only text to the left of a mark, never to its right.

Write one label for each block: what holds for the active lines and not for the silent ones.
- 3 to 12 words that say what the TEXT has at or just before the mark: a token or part of a word, a phrase, a topic, a style or tone, a role in the
  sentence, a position (start of a document, of a line, after a colon), a format (list, code, dialogue turn, heading).
- As specific as the lines allow, as general as they demand: it should let a stranger pick new lines of this latent out of a pile. Strong lines
  (7-9) count most, but prefer a label that also covers the middle ones.
- Look for what the silent lines rule out: if they hold the marked word too, the word alone is not the answer; say in what use or surroundings.
- Be honest when it is only a token, a part of a word or punctuation: the word "but"; part of a word "ing" after a verb; comma after a place name.
  Quote literal tokens in straight double quotes. Two clearly distinct uses may be joined by "or"; never more than two.
- Plain words, no ending period, no "various", "diverse", "words related to", "text about different", "tokens". Do not mention latents, activations or marks.
- null when no pattern is visible that the silent lines lack. Do not guess to avoid null; expect it for less than one in fifteen.

Answer with one JSON object a line for every block, in order, nothing else:
{"latent": 7, "label": "the verb \\"look\\" in polite requests"}
{"latent": 8, "label": null}
"""

HEAD_AGAIN = HEAD.replace('Write one label', """Every block has an earlier label that predicted badly where the latent is active ("earlier:"). It may be too narrow, too broad or wrong.
There is more evidence now: find what it missed. Keep it only if the lines leave no better one.

Write one label""")


def block(row: dict, active: list[dict], inactive: list[dict], earlier: str | None = None) -> str:
    strongest_first = sorted(active, key=lambda phrase: -phrase['level'])
    lines = [f"#{row['latent']}", *([f'earlier: {earlier}'] if earlier is not None else [])]
    lines += [f"{phrase['level']} {phrase['text']}" for phrase in strongest_first]
    # Hard and random ones in turn, so that their order does not say which they are.
    hard, plain = ([phrase for phrase in inactive if (phrase['kind'] == 'random') is wanted] for wanted in (False, True))
    mixed = [phrase for pair in zip(hard, plain) for phrase in pair] + hard[len(plain):] + plain[len(hard):]
    return '\n'.join(lines + [f"- {unmarked(phrase['text'])}" for phrase in mixed])


def refusal(label: object) -> str | None:
    """Why a label is not taken; None where it is."""
    if label is None:
        return None
    if not isinstance(label, str) or not label.strip():
        return 'is neither text nor null'
    if len(label.strip()) > LONGEST or len(label.split()) > MOST_WORDS:
        return f'is longer than {LONGEST} characters or {MOST_WORDS} words'
    if not label.isprintable():
        return 'holds line breaks or control characters'
    if 'various' in label.lower().split():
        return 'says "various"'
    return None


def wanted_rows(folder: Path, again: bool) -> list[dict]:
    rows = read_lines(folder / 'phrases-making.jsonl.gz')
    if not again:
        return [row for row in rows if row['documents'] >= FEWEST]
    low = set(json.loads((folder / 'low.json').read_text()))
    return [row for row in rows if row['latent'] in low]


def write(folder: Path, kind: str, size: int) -> dict:
    again = kind == 'relabel'
    earlier = {row['latent']: row['label'] for row in read_lines(folder / 'labels-first.jsonl')}
    blocks = []
    for row in wanted_rows(folder, again):
        more = row['more'] if again else {'active': [], 'inactive': []}
        blocks.append(block(row, row['active'] + more['active'], row['inactive'] + more['inactive'], earlier.get(row['latent']) if again else None))
    size = max(1, size // 2) if again else size
    return write_batches(folder / kind, HEAD_AGAIN if again else HEAD, [blocks[start:start + size] for start in range(0, len(blocks), size)])


def take_in(folder: Path, kind: str) -> tuple[dict, list[str]]:
    answers, problems = read_answers(folder / kind, 'latent')
    asked = {}
    for path in sorted((folder / kind).glob('batch-*.txt')):
        asked |= {int(line[1:]): path.name for line in path.read_text(encoding='utf8').splitlines() if line[:1] == '#' and line[1:].isdigit()}
    taken, missing = [], {}
    for latent, batch in asked.items():
        if latent not in answers or 'label' not in answers[latent]:
            missing.setdefault(batch, []).append(latent)
            continue
        why = refusal(answers[latent]['label'])
        if why is not None:
            problems.append(f"{batch}: the label of {latent} {why}: {answers[latent]['label']}")
            missing.setdefault(batch, []).append(latent)
            continue
        label = answers[latent]['label']
        taken.append({'latent': latent, 'label': None if label is None else label.strip().rstrip('.'), 'round': kind})
    problems += [f'latent {latent} was answered but not asked' for latent in answers if latent not in asked]
    write_lines(folder / f'labels-{kind}.jsonl', sorted(taken, key=lambda row: row['latent']))
    named = [row['label'] for row in taken if row['label'] is not None]
    return {'asked': len(asked), 'labelled': len(named), 'without_pattern': len(taken) - len(named), 'different_labels': len(set(named)),
            'mean_words': round(sum(len(label.split()) for label in named) / max(1, len(named)), 1), 'missing': missing}, problems


def labels_now(folder: Path) -> dict[int, dict]:
    """{latent, label, round} by latent: those of the first round, in the place of some the ones made with more evidence."""
    return {row['latent']: row for kind in ('first', 'relabel') for row in read_lines(folder / f'labels-{kind}.jsonl')}


def main() -> None:
    parser = options(__doc__.split('\n')[0])
    parser.add_argument('act', choices=('write', 'take-in'))
    parser.add_argument('--round', choices=('first', 'relabel'), default='first')
    parser.add_argument('--size', type=int, default=64, help='latents in a batch; half as many where there is twice the evidence')
    args = parser.parse_args()
    folder = args.work / 'labels'
    if args.act == 'write':
        say(write(folder, args.round, args.size))
    else:
        result, problems = take_in(folder, args.round)
        say(result, problems)
        sys.exit(1 if result['missing'] else 0)


if __name__ == '__main__':
    main()
