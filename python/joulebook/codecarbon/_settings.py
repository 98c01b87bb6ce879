"""How an argument, a file and a variable become one setting."""

from __future__ import annotations

import math
import os
import warnings
from typing import Any, Callable, Dict, List, Mapping, Optional

from ._arguments import SETTINGS, _sentinel
from ._outputs import methods_of
from ._version import CODECARBON_API
from .core.config import normalize_gpu_ids
from .external.logger import logger, set_logger_format, set_logger_level
from .output_methods.base_output import OutputMethod

_YES = frozenset(("true", "1", "yes", "on"))
#: Settings that are numbers, and what they are where they are none.
_NUMBERS = (("measure_power_secs", None), ("force_cpu_power", None), ("force_ram_power", None), ("pue", 1.0), ("wue", 0.0))
#: The older way to name the outputs.
_FLAGS = {
    OutputMethod.CSV: "save_to_file",
    OutputMethod.API: "save_to_api",
    OutputMethod.LOGGER: "save_to_logger",
    OutputMethod.PROMETHEUS: "save_to_prometheus",
    OutputMethod.LOGFIRE: "save_to_logfire",
}
_TOKEN, _OLD_TOKEN = "electricitymaps_api_token", "co2_signal_api_token"
#: Those that are settled apart, or first.
_APART = frozenset((*_FLAGS.values(), "output_methods", _TOKEN, _OLD_TOKEN, "log_level", "logger_preamble", "allow_multiple_runs"))


class Settings:
    """Keeps each setting as ``_<name>`` and in ``_conf``."""

    _external_conf: Dict[str, str]
    _conf: Dict[str, Any]
    _output_methods: List[OutputMethod]
    _pue_is_given: bool

    def _configure_log(self, given: Mapping[str, Any]) -> None:
        """How much is said, and how: before anything else is said."""
        self._set("log_level", given)
        self._set("logger_preamble", given)
        set_logger_level(self._conf["log_level"])
        set_logger_format(self._conf["logger_preamble"])

    def _configure(self, given: Mapping[str, Any]) -> None:
        """Settles all the rest."""
        self._configure_electricitymaps_token(given)
        self._resolve_output_methods(given)
        for name in SETTINGS:
            if name not in _APART:
                self._set(name, given)
        for name, otherwise in _NUMBERS:
            self._keep(name, _as_float(name, self._conf[name], otherwise))
        intensity = "force_carbon_intensity_g_co2e_kwh"
        self._keep(intensity, _non_negative(self._conf[intensity]))
        self._pue_is_given = given.get("pue") is not None or "pue" in self._external_conf
        assert self._conf["tracking_mode"] in ("machine", "process")

    def _fill_up(self) -> None:
        """What was not settled is as if nobody had said anything: a tracker that measures nothing can still be asked."""
        for name, setting in SETTINGS.items():
            self._keep(name, self._conf.get(name, setting.default))

    def _set(self, name: str, given: Mapping[str, Any]) -> Any:
        setting = SETTINGS[name]
        return self._set_from_conf(given.get(name, _sentinel), name, setting.default, setting.convert)

    def _keep(self, name: str, value: Any) -> None:
        self._conf[name] = value
        setattr(self, "_" + name, value)

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
                value = _converted(name, value, return_type)
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

    def _configure_electricitymaps_token(self, given: Mapping[str, Any]) -> None:
        if _OLD_TOKEN in given or _OLD_TOKEN in self._external_conf:
            logger.warning("'%s' is deprecated. Please use '%s' instead.", _OLD_TOKEN, _TOKEN)
        token = given.get(_TOKEN, given.get(_OLD_TOKEN, _sentinel))
        if self._set_from_conf(token, _TOKEN) is None:
            self._keep(_TOKEN, self._external_conf.get(_OLD_TOKEN))
        if self._conf[_TOKEN]:
            logger.warning("%s is not used: intensities are yearly figures, or joulebook's own settings", _TOKEN)

    def _resolve_output_methods(self, given: Mapping[str, Any]) -> None:
        if any(flag in given for flag in _FLAGS.values()):
            warnings.warn(
                "The save_to_* parameters are deprecated and will be removed in a future version. "
                "Use output_methods=[OutputMethod.CSV, ...] instead.",
                DeprecationWarning,
                stacklevel=5,
            )
        methods = methods_of(self._set("output_methods", given))
        if methods is None:
            methods = [method for method, flag in _FLAGS.items() if self._set(flag, given)]
        for method, flag in _FLAGS.items():
            self._keep(flag, method in methods)
        self._output_methods = methods


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


def _non_negative(value: Any) -> Optional[float]:
    if value is None:
        return None
    number = _number(value)
    if number is not None and number >= 0:
        return number
    logger.warning(
        "Invalid value for force_carbon_intensity_g_co2e_kwh: '%s'. It must be a non-negative number. "
        "Using default calculation methods.",
        value,
    )
    return None


def _as_float(name: str, value: Any, otherwise: Optional[float]) -> Optional[float]:
    """A number that a script may give as a text or as NumPy's; what is none, or no power and no factor can be, is said."""
    if value is None:
        return otherwise
    number = _number(value)
    if number is not None and number >= 0:
        return number
    logger.error("Value for '%s' must be a non-negative number. Got '%s' instead. It will be ignored.", name, value)
    return otherwise


def _number(value: Any) -> Optional[float]:
    try:
        number = float(value)
    except (ValueError, TypeError):
        return None
    return number if math.isfinite(number) else None
