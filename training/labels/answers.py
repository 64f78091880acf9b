"""Text batches for a language model to answer, and its answers: `batch-007.txt` is answered in `answers-007.jsonl` beside it."""

import gzip
import json
from pathlib import Path


def read_lines(path: Path) -> list[dict]:
    """Objects of a JSON lines file, gzipped where its name ends so; none where there is no such file."""
    if not path.exists():
        return []
    with (gzip.open if path.suffix == '.gz' else open)(path, 'rt', encoding='utf8', newline='\n') as lines:
        return [json.loads(line) for line in lines if line.strip()]


def write_lines(path: Path, rows: list[dict], level: int = 6) -> None:
    """JSON lines, gzipped (without a time in it) where the name ends so."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = ''.join(json.dumps(row, ensure_ascii=False, separators=(',', ':')) + '\n' for row in rows).encode('utf8', 'replace')
    path.write_bytes(gzip.compress(text, level, mtime=0) if path.suffix == '.gz' else text)


def write_batches(folder: Path, head: str, blocks: list[list[str]]) -> dict:
    """One file a list of blocks. Refuses a folder that holds answers: they would be taken for answers to these. Gives counts and sizes."""
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.glob('answers-*')):
        raise SystemExit(f'{folder} holds answers to earlier batches: take them in, then move them away.')
    for old in folder.glob('batch-*.txt'):
        old.unlink()
    sizes = []
    for number, batch in enumerate(blocks):
        text = head.strip() + '\n\n' + '\n\n'.join(batch) + '\n'
        (folder / f'batch-{number:03d}.txt').write_text(text, encoding='utf8', errors='replace')
        sizes.append(len(text))
    blocks_in_all = sum(len(batch) for batch in blocks)
    return {'folder': str(folder), 'batches': len(blocks), 'blocks': blocks_in_all, 'characters': sum(sizes), 'largest': max(sizes, default=0),
            'characters_per_block': round((sum(sizes) - len(blocks) * len(head)) / max(1, blocks_in_all))}


def read_answers(folder: Path, field: str) -> tuple[dict[int, dict], list[str]]:
    """Answers by the whole number in `field`, and what is wrong with lines of the files. Of several answers to one thing the last counts."""
    found, problems = {}, []
    for path in sorted(folder.glob('answers-*.jsonl')):
        for number, line in enumerate(path.read_text(encoding='utf8').splitlines(), 1):
            if not line.strip() or line.startswith('```'):
                continue
            try:
                row = json.loads(line)
                key = row[field]
            except (ValueError, KeyError, TypeError):
                problems.append(f'{path.name}:{number} is not a JSON object with "{field}"')
                continue
            if not isinstance(key, int) or isinstance(key, bool):
                problems.append(f'{path.name}:{number}: "{field}" is not a whole number')
                continue
            if key in found and found[key] != row:
                problems.append(f'{path.name}:{number}: {field} {key} is answered twice, differently; the later one counts')
            found[key] = row
    return found, problems


def numbers_in(row: dict, field: str, most: int) -> list[int] | None:
    """The list of distinct numbers 1..most in a field; None where it is anything else."""
    value = row.get(field)
    fits = isinstance(value, list) and all(isinstance(each, int) and not isinstance(each, bool) and 1 <= each <= most for each in value)
    return sorted(set(value)) if fits else None


def say(result: dict, problems: list[str] = (), shown: int = 20) -> None:
    """Prints a result as JSON, and the first problems below it."""
    print(json.dumps(result, ensure_ascii=False, indent=1))
    for problem in problems[:shown]:
        print('-', problem)
    if len(problems) > shown:
        print(f'- and {len(problems) - shown} more')
