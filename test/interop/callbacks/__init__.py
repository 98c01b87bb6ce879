"""Our callbacks on the frameworks themselves (requirements.txt): `python -m unittest callbacks.test_keras` in the folder above."""

import os

os.environ.update(KERAS_BACKEND="jax", JAX_PLATFORMS="cpu")  # before anything imports Keras
