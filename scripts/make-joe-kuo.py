#!/usr/bin/env python3
"""Makes src/search/samplers/joe-kuo.ts from the direction numbers that SciPy carries (pip install scipy).

    python3 scripts/make-joe-kuo.py > src/search/samplers/joe-kuo.ts
"""
import pathlib

import numpy as np
import scipy.stats

DIMENSIONS = 160

table = np.load(pathlib.Path(scipy.stats.__file__).parent / "_sobol_direction_numbers.npz")
polynomials, starts = table["poly"], table["vinit"]
rows = []
for dimension in range(1, DIMENSIONS):
    degree = int(polynomials[dimension]).bit_length() - 1
    rows.append(" ".join([str(polynomials[dimension]), *(str(v) for v in starts[dimension, :degree])]))
print("""/**
 * Direction numbers of Sobol sequences for the second and later dimensions: the primitive polynomial with its leading and last bits, then
 * as many initial numbers as its degree. S. Joe and F. Y. Kuo, "Constructing Sobol sequences with better two-dimensional projections", SIAM
 * J. Sci. Comput. 30 (2008) 2635-2654: the first rows of their table new-joe-kuo-6.21201. Made by scripts/make-joe-kuo.py.
 */
export const JOE_KUO: readonly string[] = [""")
for row in rows:
    print(f"  '{row}',")
print("];")
