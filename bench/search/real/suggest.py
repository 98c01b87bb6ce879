"""A range of a task as others write it: a point of it, Optuna's suggestion, the search file's."""

from typing import Any, Dict, Union

from tasks import Range


def at(bounds: Range, u: float) -> Union[int, float]:
    """The value at a part of the range."""
    low, high, log, whole = bounds
    value = low * (high / low) ** u if log else low + (high - low) * u
    return round(value) if whole else value


def suggest(trial: Any, name: str, bounds: Range) -> Union[int, float]:
    """What Optuna proposes; untyped, since only its pass has Optuna."""
    low, high, log, whole = bounds
    if whole:
        return int(trial.suggest_int(name, int(low), int(high), log=log))
    return float(trial.suggest_float(name, low, high, log=log))


def written(bounds: Range) -> Dict[str, Any]:
    """The parameter of a search file."""
    low, high, log, whole = bounds
    return {"min": low, "max": high, "log": log, "type": "int" if whole else "float"}
