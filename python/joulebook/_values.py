"""What can be said in one line of JSON."""

from __future__ import annotations

from math import isfinite
from operator import index

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Mapping, Optional, Union

    Scalar = Union[str, bool, int, float, None]

_encoder: Optional[Callable[[object], str]] = None


def encode(message: Mapping[str, Any]) -> bytes:
    """One line of UTF-8 with its end. ASCII inside, so that no writer's encoding matters."""
    global _encoder
    if _encoder is None:
        from json import JSONEncoder

        _encoder = JSONEncoder(separators=(",", ":"), allow_nan=False).encode
    return (_encoder(message) + "\n").encode("ascii")


def metrics_of(values: Mapping[str, Any]) -> dict[str, float]:
    """The finite numbers among ``values``; NumPy scalars and tensors of one element count as numbers."""
    kept: dict[str, float] = {}
    for name, value in values.items():
        kind = type(value)
        if kind is not float and kind is not int:
            if isinstance(value, (str, bytes)) or value is None:
                continue
            try:
                value = float(value)
            except Exception:  # whatever a foreign __float__ raises: it is no number
                continue
        try:
            if isfinite(value):
                kept[name if type(name) is str else str(name)] = value
        except OverflowError:  # an int beyond all floats
            continue
    return kept


def count_of(value: object) -> Optional[float]:
    """A step or an epoch as a plain number: NumPy's integers and tensors of one element count, texts do not; ``None`` for what is no finite number."""
    if type(value) is int or value is None:
        return value
    try:
        return index(value)  # type: ignore[arg-type]
    except Exception:  # whatever a foreign __index__ raises: a fraction then, or no number
        return metrics_of({"_": value}).get("_")


def scalars_of(values: Mapping[str, Any]) -> dict[str, Scalar]:
    """Parameters as the book keeps them: text, finite numbers, booleans, null; anything else as its text."""
    kept: dict[str, Scalar] = {}
    for name, value in dict(values).items():
        if value is None or isinstance(value, (bool, str)):
            kept[str(name)] = value
            continue
        number = metrics_of({"_": value}).get("_")
        if isinstance(value, int) and number is not None:
            number = int(value)
        kept[str(name)] = _text(value) if number is None else number
    return kept


def _text(value: object) -> str:
    try:
        return str(value)
    except Exception:  # a foreign __str__ that fails
        return object.__repr__(value)
