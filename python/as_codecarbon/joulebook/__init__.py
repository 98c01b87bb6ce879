"""Finds joulebook's Python package beside the folder above, whatever else is installed: the two belong to one release.

Its place on the path is for processes that unpickle what a tracker is made of before anybody there has imported ``codecarbon``: the
workers of joblib and of multiprocessing.
"""

import importlib.util
import os
import sys


def _load():
    folder = os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))), "joulebook")
    spec = importlib.util.spec_from_file_location(
        __name__, os.path.join(folder, "__init__.py"), submodule_search_locations=[folder]
    )
    module = importlib.util.module_from_spec(spec)
    sys.modules[__name__] = module
    spec.loader.exec_module(module)


_load()
