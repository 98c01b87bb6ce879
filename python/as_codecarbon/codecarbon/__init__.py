"""Stands in for CodeCarbon in the command of ``joulebook run --as codecarbon``, whose PYTHONPATH begins with the folder above.

``codecarbon`` becomes ``joulebook.codecarbon``, and each of its modules the one of the same name there.
"""

import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import sys

if sys.version_info < (3, 9):
    raise ImportError("joulebook stands in for CodeCarbon from Python 3.9 on, and this is %d.%d: run it without --as codecarbon" % sys.version_info[:2])

_OURS = "joulebook.codecarbon"
_THEIRS = "codecarbon"


class _Alias(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Answers an import of ``codecarbon.x`` with the module ``joulebook.codecarbon.x``."""

    def find_spec(self, fullname, path=None, target=None):
        if not fullname.startswith(_THEIRS + "."):
            return None
        ours = importlib.util.find_spec(_ours(fullname))
        if ours is None:
            return None
        return importlib.machinery.ModuleSpec(fullname, self, origin=ours.origin, is_package=ours.submodule_search_locations is not None)

    def create_module(self, spec):
        module = importlib.import_module(_ours(spec.name))
        spec.loader_state = module.__spec__
        return module

    def exec_module(self, module):
        module.__spec__ = module.__spec__.loader_state  # it stays the module that it is

    def get_code(self, fullname):
        """For ``python -m codecarbon.cli.main``."""
        return importlib.util.find_spec(_ours(fullname)).loader.get_code(_ours(fullname))


def _ours(fullname):
    return _OURS + fullname[len(_THEIRS):]


sys.meta_path.insert(0, _Alias())
sys.modules[__name__] = importlib.import_module(_OURS)
