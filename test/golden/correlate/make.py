"""Writes correlate.json: stratified two-by-two tables with their expectation, tails and lower limit of NPMI, by scipy and statsmodels.

python -m venv VENV && VENV/bin/pip install scipy==1.17.1 statsmodels==0.15.0 && VENV/bin/python test/golden/correlate/make.py
"""

import json
import math
import pathlib

import numpy
import scipy
import statsmodels
from scipy.stats import binom, hypergeom
from scipy.stats.contingency import expected_freq
from statsmodels.stats.proportion import proportion_confint

# Per stratum: documents, with a, with b, with both.
CASES = [
    [(1000, 10, 20, 10)],
    [(1000, 100, 100, 50)],
    [(1000, 300, 300, 200)],
    [(1000, 5, 5, 5)],
    [(1000, 15, 15, 10)],
    [(400, 30, 40, 9), (300, 60, 50, 21), (50, 40, 30, 27)],
    [(20, 12, 15, 9), (15, 11, 10, 8), (200, 3, 4, 2)],
    [(100, 0, 40, 0), (100, 50, 0, 0), (100, 20, 20, 11)],
    [(500, 5, 9, 3), (500, 9, 5, 3), (9000, 40, 60, 4)],
]


def tables(strata):
    return [numpy.array([[both, a - both], [b - both, n - a - b + both]]) for n, a, b, both in strata]


def conditional_tail(strata, both):
    """Exact: the distribution of a sum of independent hypergeometric counts, by convolution."""
    sum_of = numpy.ones(1)
    for n, a, b, _ in strata:
        sum_of = numpy.convolve(sum_of, hypergeom.pmf(numpy.arange(min(a, b) + 1), n, a, b))
    return float(sum_of[both:].sum())


def bound(strata, both, expected):
    certain = sum(max(0, a + b - n) for n, a, b, _ in strata)
    trials = sum(min(a, b) for n, a, b, _ in strata) - certain
    return float(binom.sf(both - certain - 1, trials, (expected - certain) / trials))


cases = []
for strata in CASES:
    n, a, b, both = (sum(column) for column in zip(*strata))
    expected = float(sum(expected_freq(table)[0, 0] for table in tables(strata)))
    low = proportion_confint(both, n, method="wilson")[0]
    cases.append(
        {
            "strata": strata,
            "expected": expected,
            "pIndependence": float(hypergeom.sf(both - 1, n, a, b)),
            "pConditional": conditional_tail(strata, both),
            "bound": bound(strata, both, expected),
            "npmi": math.log(both * n / (a * b)) / -math.log(both / n),
            "npmiLow": math.log(low * n * n / (a * b)) / -math.log(low),
        }
    )

versions = {"scipy": scipy.__version__, "statsmodels": statsmodels.__version__, "numpy": numpy.__version__}
out = pathlib.Path(__file__).with_name("correlate.json")
out.write_text(json.dumps({"versions": versions, "cases": cases}, indent=1) + "\n")
