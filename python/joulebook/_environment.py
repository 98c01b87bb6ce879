"""What processes that we start find in their environment: whose part they are."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Optional

#: For each variable, the open runs that have set it and to what, the youngest last.
_layers: dict[str, list[tuple[object, str]]] = {}
#: What each variable was before the first of them.
_before: dict[str, Optional[str]] = {}


def set_variable(owner: object, name: str, value: str) -> None:
    """Sets a variable until :func:`unset_variables` of the same owner. The youngest owner's value stands; what the program has
    changed since is its own."""
    layers = _layers.setdefault(name, [])
    if not layers:
        _before[name] = os.environ.get(name)
    for i, (known, said) in enumerate(layers):
        if known is not owner:
            continue
        layers[i] = (owner, value)
        if i == len(layers) - 1 and os.environ.get(name) == said:
            os.environ[name] = value
        return
    layers.append((owner, value))
    os.environ[name] = value


def is_ours(name: str) -> bool:
    """Whether the variable stands as an open run has set it, or as none has yet."""
    layers = _layers.get(name) or []
    now = os.environ.get(name)
    return now is None or any(now == value for _, value in layers[-1:])


def unset_variables(owner: object) -> None:
    """Gives variables back to who had them, in whatever order runs end. What the program itself has changed since is its own."""
    for name, layers in _layers.items():
        for i, (known, value) in enumerate(layers):
            if known is not owner:
                continue
            stands = i == len(layers) - 1 and os.environ.get(name) == value
            del layers[i]
            if stands:
                _restore(name, layers[-1][1] if layers else _before.get(name))
            break


def _restore(name: str, value: Optional[str]) -> None:
    if value is None:
        os.environ.pop(name, None)
    else:
        os.environ[name] = value
