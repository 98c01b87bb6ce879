"""What a study is told, as JSON can say it."""

from __future__ import annotations

from math import isfinite

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Mapping, Optional, Sequence, Union

    Values = Union[float, Sequence[float], Mapping[str, float], None]


def search_text(words: Mapping[str, Any]) -> str:
    """A search as JSON, a line for each of its words, so that a message can show the one that it means."""
    from json import dumps

    return dumps(words, indent=2, default=_plain, allow_nan=False)


def _plain(value: object) -> object:
    """NumPy's numbers and arrays, ranges and other sequences."""
    for name in ("tolist", "item"):
        make = getattr(value, name, None)
        if callable(make):
            return make()
    if hasattr(value, "__fspath__"):
        return value.__fspath__()
    if isinstance(value, range):
        return list(value)
    raise TypeError("%r cannot stand in a search: give numbers, texts, lists and dicts" % (value,))


def named_values(given: Values, metrics: Mapping[str, Any], objectives: Sequence[str]) -> dict[str, Any]:
    """Values by name: those given by name, and one number (or a sequence of them) as the objective's."""
    values: Any = given
    named: dict[str, Any] = {}
    if values is None:
        pass
    elif hasattr(values, "items"):
        named.update(values)
    elif isinstance(values, (list, tuple)):
        if len(values) != len(objectives):
            raise TypeError("%d values for %d objectives (%s)" % (len(values), len(objectives), ", ".join(objectives)))
        named.update(zip(objectives, values))
    elif len(objectives) == 1:
        named[objectives[0]] = values
    else:
        raise TypeError("one value for %d objectives: give {%s}" % (len(objectives), ", ".join(map(repr, objectives))))
    named.update(metrics)
    return {str(name): _number(str(name), value) for name, value in named.items()}


def _number(name: str, value: Any) -> Union[float, str]:
    """A number; what is no finite one is its word, which JSON has none for."""
    if isinstance(value, (str, bytes)) or value is None:
        raise TypeError("%s=%r is no number" % (name, value))
    try:
        number: Any = value if type(value) is int else float(value)
    except Exception as error:
        raise TypeError("%s=%.80r is no number" % (name, value)) from error
    try:
        is_finite = isfinite(number)
    except OverflowError:
        is_finite, number = False, float("inf") if number > 0 else float("-inf")
    if is_finite:
        return number  # type: ignore[no-any-return]
    return "NaN" if number != number else "Infinity" if number > 0 else "-Infinity"


def step_of(step: object) -> Optional[float]:
    """Where a training stands; NumPy's integers and tensors of one element are numbers."""
    if step is None:
        return None
    number = _number("step", step)
    if isinstance(number, str) or number < 0:
        raise ValueError("step=%r is no number from 0 on" % (step,))
    return number
