#!/usr/bin/env python3
"""Makes test/search/goldens/gp.json with scikit-learn, SciPy and mpmath (pip install scikit-learn mpmath).

    python3 scripts/make-gp-goldens.py > test/search/goldens/gp.json

`processes`: the posterior of a Gaussian process with a given Matern 5/2 kernel (scikit-learn), and its misfit as docs/methodology/samplers.md has it. `shapes`: the likeliest shape that SciPy's L-BFGS-B finds
from the usual one. `improvements`: the logarithm of the expected improvement of a standard normal, to 60 digits and rounded. `minima`: what L-BFGS-B finds in a box.
"""
import json
import math

import mpmath
import numpy as np
from scipy import optimize
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import ConstantKernel, Matern

rng = np.random.default_rng(7)
LENGTH_SPREAD, NOISE_USUAL, NOISE_SPREAD = 2, 1e-4, 9


def bumpy(x):
    return np.sin(5 * x[:, 0]) + (x[:, -1] - 0.3) ** 2 * 3 + 0.2 * np.cos(9 * x.mean(axis=1))


def standardised(y):
    return (y - y.mean()) / y.std()


def usual_length(d):
    return 0.2 * math.sqrt(d)


def misfit(x, y, lengths, noise):
    n, d = x.shape
    k = Matern(length_scale=lengths, nu=2.5)(x) + noise * np.eye(n)
    fit = y @ np.linalg.solve(k, y)
    penalty = sum(math.log(l / usual_length(d)) ** 2 for l in lengths) / (2 * LENGTH_SPREAD)
    penalty += math.log(noise / NOISE_USUAL) ** 2 / (2 * NOISE_SPREAD)
    return 0.5 * n * math.log((fit + 2) / (n + 2)) + 0.5 * np.linalg.slogdet(k)[1] + penalty


def process(n, d, lengths, noise):
    x = rng.uniform(size=(n, d)).round(6)
    y = standardised(bumpy(x)).round(6)
    at = np.vstack([rng.uniform(size=(6, d)), x[:1], x[:1] + 1e-4]).round(6)
    k = Matern(length_scale=lengths, nu=2.5)(x) + noise * np.eye(n)
    variance = (y @ np.linalg.solve(k, y) + 2) / (n + 2)
    kernel = ConstantKernel(variance) * Matern(length_scale=lengths, nu=2.5)
    gp = GaussianProcessRegressor(kernel, alpha=variance * noise, optimizer=None).fit(x, y)
    means, deviations = gp.predict(at, return_std=True)
    return dict(points=x.tolist(), targets=y.tolist(), lengths=lengths, noise=noise, misfit=misfit(x, y, lengths, noise),
                at=at.tolist(), means=means.tolist(), deviations=deviations.tolist())


def shape(n, d, sd):
    x = rng.uniform(size=(n, d)).round(6)
    y = standardised(bumpy(x) + sd * rng.normal(size=n)).round(6)
    bounds = [(math.log(0.02), math.log(50))] * d + [(math.log(1e-6), 0)]
    start = np.log([usual_length(d)] * d + [NOISE_USUAL])
    found = optimize.minimize(lambda t: misfit(x, y, np.exp(t[:-1]), math.exp(t[-1])), start, method="L-BFGS-B", bounds=bounds)
    return dict(points=x.tolist(), targets=y.tolist(), misfit=float(found.fun), shape=np.exp(found.x).tolist())


def improvement(z):
    with mpmath.workdps(400 if abs(z) < 40 else 60):
        z = mpmath.mpf(z)
        if z > -40:
            return float(mpmath.log(mpmath.npdf(z) + z * mpmath.ncdf(z)))
        # φ(z) + z Φ(z) = φ(z) (1 - |z| Mills(|z|)), by the continued fraction of Mills' ratio
        t, rest = -z, -z
        for k in range(200, 0, -1):
            rest = t + k / rest
        return float(mpmath.log(mpmath.npdf(z)) + mpmath.log(1 - t / rest))


def minimum(name, f, start, low, high):
    found = optimize.minimize(f, start, method="L-BFGS-B", bounds=list(zip(low, high)), options=dict(ftol=1e-15, gtol=1e-10, maxiter=1000))
    return dict(name=name, start=start, low=low, high=high, point=found.x.tolist(), value=float(found.fun))


zs = [500, 45, 31, 29, 10, 3, 1, 0.3, 0, -0.5, -1, -2, -5, -8, -12, -20, -35, -60, -150, -1e3, -3e4, -9.9e4, -1.1e5, -1e6, -1e8]
print(json.dumps(dict(
    processes=[process(12, 2, [0.3, 0.8], 1e-4), process(25, 3, [0.2, 1.5, 0.6], 0.05), process(7, 1, [0.15], 1e-6)],
    shapes=[shape(20, 2, 0), shape(30, 4, 0.1), shape(15, 1, 0.5)],
    improvements=[[z, improvement(z)] for z in zs],
    minima=[
        minimum("rosenbrock", optimize.rosen, [-1.2, 1.0, 0.5], [-2, -2, -2], [2, 2, 2]),
        minimum("rosenbrock", optimize.rosen, [-1.2, 1.0, 0.5], [-2, -2, -2], [0.7, 2, 0.2]),
    ],
)))
