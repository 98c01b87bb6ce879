"""How an argument, a file and a variable become one setting."""

from __future__ import annotations

import os
from typing import Any, Callable, Dict, Optional

from ._version import CODECARBON_API
from .core.config import normalize_gpu_ids
from .external.logger import logger

#: An argument that was not given.
_sentinel: Any = object()

_YES = frozenset(("true", "1", "yes", "on"))


class Settings:
    """Keeps each setting as ``_<name>`` and in ``_conf``."""

    _external_conf: Dict[str, str]
    _conf: Dict[str, Any]

    def _set_from_conf(
        self,
        var: Any,
        name: str,
        default: Any = None,
        return_type: Optional[Callable[[Any], Any]] = None,
        prevent_setter: bool = False,
    ) -> Any:
        """The argument where one was given, else the configuration's value, else the default.

        A value of the configuration is a text and becomes ``return_type``; one that cannot is said and left out. For truth values
        ``true``, ``1``, ``yes`` and ``on`` are true.
        """
        if not hasattr(self, "_conf"):
            self._conf = {"codecarbon_version": CODECARBON_API}
        value = var
        if var is _sentinel:
            value = self._external_conf.get(name, default)
            if value is not None and return_type is not None:
                value = self._converted(name, value, return_type)
        if name == "output_dir" and not os.path.exists(value):
            raise OSError("Folder '%s' doesn't exist !" % (value,))
        if name == "gpu_ids":
            if value is None:
                value = os.environ.get("CUDA_VISIBLE_DEVICES") or os.environ.get("ROCR_VISIBLE_DEVICES") or None
            value = normalize_gpu_ids(value)
        self._conf[name] = value
        if not prevent_setter:
            setattr(self, "_" + name, value)
        return value

    def _is_given(self, var: Any, name: str) -> bool:
        """Whether somebody has said anything of this setting."""
        return (var is not _sentinel and var is not None) or name in self._external_conf

    @staticmethod
    def _converted(name: str, value: Any, return_type: Callable[[Any], Any]) -> Any:
        if return_type is bool:
            return str(value).strip().lower() in _YES
        try:
            return return_type(value)
        except (ValueError, TypeError):
            logger.error(
                "CONFIG - Value for '%s' must be of type '%s'. Got '%s' instead. It will be ignored.",
                name, getattr(return_type, "__name__", return_type), value,
            )
            return None
