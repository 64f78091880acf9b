"""The labels and queries the embedder is judged by; both were written for it."""

from pathlib import Path

FOLDER = Path(__file__).resolve().parent


def lines_of(name: str) -> list[str]:
    lines = (FOLDER / name).read_text(encoding='utf8').splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith('#')]


def labels() -> list[str]:
    """Labels of imagined latents. A line `pattern=a; b` stands for the pattern with each item in place of '%'."""
    found = []
    for line in lines_of('evaluation-labels.txt'):
        pattern, marked, items = line.partition('=')
        if not marked or '%' not in pattern:
            pattern, items = '%', line
        found += [pattern.replace('%', item.strip()) for item in items.split(';')]
    return found


def queries(part: str) -> list[tuple[str, str]]:
    """Queries with the label each was written for, of part 'development' (odd lines) or 'test' (even lines)."""
    pairs = [tuple(line.split('|')) for line in lines_of('evaluation-queries.txt')]
    return pairs[0 if part == 'development' else 1 :: 2]
