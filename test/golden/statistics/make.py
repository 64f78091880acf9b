"""Writes statistics.json: tests, tails and intervals on counts, by scipy, statsmodels and mpmath.

python -m venv VENV && VENV/bin/pip install statsmodels==0.15.0 mpmath==1.3.0 && VENV/bin/python test/golden/statistics/make.py
"""

import itertools
import json
import pathlib

import mpmath
import numpy
import scipy
import statsmodels
from scipy.optimize import brentq
from scipy.stats import binom, chi2, fisher_exact, hypergeom
from statsmodels.stats.contingency_tables import StratifiedTable, Table, mcnemar
from statsmodels.stats.multitest import multipletests

mpmath.mp.dps = 40
random = numpy.random.default_rng(5)
golden = {}


def likelihood_mid_p(probabilities, observed):
    """Outcomes less likely than the observed one, and half of those as likely."""
    at = probabilities[observed]
    tied = abs(probabilities - at) <= 1e-7 * at
    return float(probabilities[(probabilities < at) & ~tied].sum() + probabilities[tied].sum() / 2)


# [z, upper tail], [p, quantile]
golden["tails"] = [[z, float(mpmath.erfc(mpmath.mpf(z) / mpmath.sqrt(2)) / 2)] for z in [-8, -3, -0.5, 0, 1e-9, 0.3, 1, 2.9, 2.9999, 3, 3.1, 5, 9, 20, 37]]
golden["quantiles"] = [
    [p, float(mpmath.findroot(lambda z, p=p: mpmath.log(mpmath.erfc(-z / mpmath.sqrt(2)) / 2 / mpmath.mpf(p)), scipy.stats.norm.ppf(p)))]
    for p in [1e-300, 1e-100, 1e-12, 0.001, 0.025, 0.3, 0.6, 0.8, 0.975, 0.9999]
]

# [k, n, p, P(X >= k)], summed exactly
golden["binomial"] = []
for k, n, p in [(1, 1, 0.3), (3, 10, 0.2), (5, 10, 0.5), (10, 10, 0.4), (60, 100, 0.5), (50, 100, 0.5), (3, 100, 0.999), (99, 100, 0.999), (30, 10000, 0.001), (5, 10000, 0.001), (5200, 10000, 0.5), (9990, 10000, 0.5), (1, 50, 1e-9), (20, 1000000, 1e-6)]:
    chance = mpmath.mpf(p)
    upper = range(k, n + 1 if n <= 10000 else 400)
    tail = mpmath.fsum(mpmath.binomial(n, x) * chance**x * (1 - chance) ** (n - x) for x in upper)
    golden["binomial"].append([k, n, p, float(tail)])

# [b, c, p, mid-p]
golden["mcnemar"] = []
for b, c in [(0, 1), (0, 10), (3, 10), (10, 3), (5, 5), (40, 70), (1000, 1100)]:
    p = float(mcnemar([[0, b], [c, 0]], exact=True).pvalue)
    golden["mcnemar"].append([b, c, p, likelihood_mid_p(binom.pmf(numpy.arange(b + c + 1), b + c, 0.5), b)])

# [a, n1, b, n2, p, mid-p, one-sided p, smallest p]
golden["fisher"] = []
TABLES = [(0, 5, 0, 5), (5, 5, 0, 5), (3, 10, 1, 10), (0, 1, 1, 1), (10, 20, 10, 20), (1, 1, 0, 1000), (100, 500, 8, 9500)]
TABLES += [(5000, 10000, 5000, 10000), (5100, 10000, 4900, 10000), (8000, 10000, 2000, 10000), (30, 10000, 3, 10000), (3, 10000, 30, 10000)]
for n1, n2 in itertools.product([3, 40, 500, 10000], [3, 50, 500, 9000]):
    for share in [0.02, 0.4, 0.9]:
        TABLES.append((int(random.binomial(n1, share)), n1, int(random.binomial(n2, share * 0.8)), n2))
for a, n1, b, n2 in TABLES:
    fewest, most = max(0, a + b - n2), min(a + b, n1)
    p = float(fisher_exact([[a, n1 - a], [b, n2 - b]]).pvalue)
    mid_p = likelihood_mid_p(hypergeom.pmf(numpy.arange(fewest, most + 1), n1 + n2, a + b, n1), a - fewest) if fewest < most else 1.0
    upper = float(hypergeom.sf(a - 1, n1 + n2, a + b, n1))
    smallest = min(fisher_exact([[x, n1 - x], [a + b - x, n2 - a - b + x]]).pvalue for x in (fewest, most))
    golden["fisher"].append([a, n1, b, n2, p, mid_p, upper, float(smallest)])


# [b, c, n, low, high]: the score found by maximising the likelihood under each difference, no closed form used.
def score(b, c, n, d):
    """(b - c - nd) / sqrt(n (p12 + p21 - d²)) at the likeliest p12 and p21 that differ by d: u more than they have to be."""
    half = (1 - abs(d)) / 2
    more12, more21 = max(0.0, d), max(0.0, -d)

    def slope(u):
        return (b / (u + more12) if b else 0) + (c / (u + more21) if c else 0) - (n - b - c) / (half - u)

    first, last = 1e-13 * half, (1 - 1e-13) * half
    u = 0.0 if slope(first) <= 0 else half if slope(last) >= 0 else brentq(slope, first, last, xtol=1e-18, rtol=1e-15)
    return (b - c - n * d) / numpy.sqrt(n * (2 * u + abs(d) - d * d))


golden["tango"] = []
Z95 = 1.959963984540054
for b, c, n in [(0, 0, 10), (0, 0, 1000), (1, 0, 10), (9, 1, 20), (12, 2, 50), (5, 5, 30), (43, 4, 175), (1, 9, 10), (150, 86, 1600), (3, 0, 5000), (5, 0, 6)]:
    limits = [brentq(lambda d, z=z: score(b, c, n, d) - z, -1 + 1e-9, 1 - 1e-9, xtol=1e-13) for z in (Z95, -Z95)]
    golden["tango"].append([b, c, n, *limits])

# Per case: a, n1, b, n2 over strata; CMH without and with correction; exact p by convolution of scipy's probabilities.
golden["strata"] = []
CASES = [([3, 1, 4], [10, 12, 20], [1, 2, 1], [11, 9, 15]), ([0, 2], [5, 6], [3, 1], [9, 4]), ([7], [20], [2], [18])]
CASES += [([9, 6], [20, 15], [2, 1], [25, 18]), ([12, 9, 3], [40, 30, 20], [4, 3, 1], [50, 35, 25]), ([40, 30], [50, 40], [5, 6], [60, 45])]
for n1s, n2s, rate, lift in [
    ([500, 400, 300], [450, 500, 350], 0.02, 1.8),
    ([60] * 8, [600] * 8, 0.05, 1.5),
    ([300, 200], [9000, 5000], 0.03, 1.5),
    ([300, 200], [9000, 5000], 0.03, 2.2),
    ([5000, 4000], [5200, 3900], 0.2, 1.1),
]:
    CASES.append(
        (
            [int(x) for x in random.binomial(n1s, rate * lift)],
            n1s,
            [int(x) for x in random.binomial(n2s, rate)],
            n2s,
        )
    )
for a, n1, b, n2 in CASES:
    tables = [[[w, x - w], [y, z - y]] for w, x, y, z in zip(a, n1, b, n2)]
    table = StratifiedTable([numpy.array(each, dtype=float) for each in tables])
    plain, corrected = table.test_null_odds(correction=False), table.test_null_odds(correction=True)
    total, observed = numpy.ones(1), 0
    for w, x, y, z in zip(a, n1, b, n2):
        fewest, most = max(0, w + y - z), min(w + y, x)
        total = numpy.convolve(total, hypergeom.pmf(numpy.arange(fewest, most + 1), x + z, w + y, x))
        observed += w - fewest
    golden["strata"].append(
        {
            "a": a,
            "n1": n1,
            "b": b,
            "n2": n2,
            # statsmodels' own p-value is 1 - cdf, which has lost its digits where it is small.
            "plain": [float(plain.statistic), float(chi2.sf(plain.statistic, 1))],
            "corrected": [float(corrected.statistic), float(chi2.sf(corrected.statistic, 1))],
            "p": float(total[total <= total[observed] * (1 + 1e-7)].sum()),
            "width": len(total) - 1,
        }
    )

# [p-values, q-values]
p_values = [*map(float, random.uniform(size=12) ** 4), 1.0, 0.01, 0.01, 0.0]
golden["benjaminiHochberg"] = [p_values, [float(q) for q in multipletests(p_values, method="fdr_bh")[1]]]

# present, totals, scores of groups; z of the linear-by-linear test; slope by weighted least squares
golden["trend"] = []
for present, totals, scores in [([1, 4, 9], [30, 30, 30], [0, 1, 2]), ([80, 60, 30, 5], [200, 100, 60, 20], [1, 2, 4, 8]), ([0, 0, 3, 9], [900, 900, 500, 200], [3.5, 4, 4.5, 5])]:
    table = Table(numpy.array([present, numpy.subtract(totals, present)], dtype=float), shift_zeros=False)
    result = table.test_ordinal_association(row_scores=numpy.array([1.0, 0.0]), col_scores=numpy.array(scores, dtype=float))
    rates = numpy.divide(present, totals)
    slope = numpy.polyfit(scores, rates, 1, w=numpy.sqrt(totals))[0]
    golden["trend"].append({"present": present, "totals": totals, "scores": scores, "z": float(result.zscore), "slope": float(slope)})

golden["versions"] = {
    "scipy": scipy.__version__,
    "statsmodels": statsmodels.__version__,
    "numpy": numpy.__version__,
    "mpmath": mpmath.__version__,
}
pathlib.Path(__file__).with_name("statistics.json").write_text(json.dumps(golden) + "\n")
