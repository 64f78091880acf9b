"""Writes proportion-intervals.json: score intervals of proportions and of their difference, by statsmodels.

python -m venv VENV && VENV/bin/pip install statsmodels==0.14.6 && VENV/bin/python test/golden/numerics/proportion_intervals.py
"""

import json
import pathlib

import numpy
import scipy
import statsmodels
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

COUNTS = [(0, 1), (1, 1), (0, 20), (3, 20), (17, 20), (20, 20), (5, 439), (438, 439), (123, 7000), (3500, 7000)]

wilson = []
for successes, trials in COUNTS:
    low, high = proportion_confint(successes, trials, method="wilson")
    wilson.append([successes, trials, float(low), float(high)])

newcombe = []
for a, n in COUNTS:
    for b, m in COUNTS:
        low, high = confint_proportions_2indep(a, n, b, m, method="newcomb", compare="diff", correction=False)
        newcombe.append([a, n, b, m, float(low), float(high)])

versions = {"statsmodels": statsmodels.__version__, "scipy": scipy.__version__, "numpy": numpy.__version__}
out = pathlib.Path(__file__).with_name("proportion-intervals.json")
out.write_text(json.dumps({"versions": versions, "wilson": wilson, "newcombe": newcombe}) + "\n")
