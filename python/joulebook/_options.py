"""What may be said of a run at its start."""

from __future__ import annotations

from ._trouble import trouble
from ._values import scalars_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Mapping, Optional

#: The agent takes no number below these (docs/reference/agent-protocol.md).
_LEAST = {"intervalS": 0.05, "intensity": 0.0, "pue": 1.0, "wue": 0.0, "marketIntensity": 0.0, "price": 0.0}
_SCOPES = ("attributed", "machine")


def start_of(given: Mapping[str, Any], strict: Optional[bool] = None) -> dict[str, Any]:
    """The fields of a ``start`` message. What the agent would refuse is said and left out: a training is not lost for it."""
    start: dict[str, Any] = {}
    for name, value in given.items():
        if value is None:
            continue
        if name == "params":
            if hasattr(value, "items"):
                start[name] = scalars_of(value)
            else:
                _leave_out(name, value, "a mapping", strict)
        elif name == "tags":
            if isinstance(value, str) or not hasattr(value, "__iter__"):
                value = [value]
            start[name] = [str(tag) for tag in value]
        elif name in _LEAST:
            number = _number(value)
            if number is None or number < _LEAST[name]:
                _leave_out(name, value, "a number of at least %g" % _LEAST[name], strict)
            else:
                start[name] = number
        elif name == "scope" and value not in _SCOPES:
            _leave_out(name, value, " or ".join(_SCOPES), strict)
        elif str(value):
            start[name] = str(value)
    return start


def _number(value: Any) -> Optional[float]:
    try:
        number = float(value)
    except Exception:  # whatever a foreign __float__ raises: it is no number
        return None
    return number if number - number == 0 else None


def _leave_out(name: str, value: object, expected: str, strict: Optional[bool]) -> None:
    name = {"intervalS": "interval", "marketIntensity": "market_intensity"}.get(name, name)
    trouble("track(%s=%r) is left out" % (name, value), "it is not %s" % expected, "give %s" % expected, strict=strict)
