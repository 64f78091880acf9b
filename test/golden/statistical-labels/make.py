"""Writes log-odds.json.gz: weighted log-odds with an informative Dirichlet prior (Monroe, Colaresi and Quinn 2008), by numpy from the paper's equations,
and the order in which training/describe_latents.py ranks the same tokens.

Needs numpy, and torch for the import: VENV/bin/python test/golden/statistical-labels/make.py
"""

import gzip
import json
import pathlib
import platform
import sys

import numpy

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.append(str(ROOT / "training"))
from describe_latents import distinctive

PRIOR = 50  # tokens
LEAST = 1e-6


def z_scores(y, b):
    """Equations 16 (log-odds with prior), 20 (their variance) and 22 (z) of the paper; alpha follows the background."""
    alpha = PRIOR * b / b.sum() + LEAST
    here = numpy.log((y + alpha) / (y.sum() + PRIOR - y - alpha))
    there = numpy.log((b + alpha) / (b.sum() + PRIOR - b - alpha))
    return (here - there) / numpy.sqrt(1 / (y + alpha) + 1 / (b + alpha))


def main():
    random = numpy.random.default_rng(7)
    cases = []
    for firings, peaks in [(12, 1), (80, 3), (400, 6), (60, 0)]:
        background = numpy.floor(1e5 / numpy.arange(1, 121) ** 1.1)
        weights = numpy.zeros(120)
        shares = background / background.sum()
        if peaks:
            shares = 0.3 * shares
            shares[random.choice(120, peaks, replace=False)] += 0.7 / peaks
        for token in random.choice(120, firings, p=shares):
            weights[token] += random.uniform(0.05, 1)
        best = [token for token, _ in distinctive(weights, background, [str(token) for token in range(120)])]
        cases.append({"weights": weights.tolist(), "background": background.tolist(), "z": z_scores(weights, background).tolist(), "best": best})
    versions = {"python": platform.python_version(), "numpy": numpy.__version__}
    target = pathlib.Path(__file__).with_name("log-odds.json.gz")
    target.write_bytes(gzip.compress((json.dumps({"versions": versions, "cases": cases}) + "\n").encode(), mtime=0))


if __name__ == "__main__":
    main()
