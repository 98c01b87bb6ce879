"""Decorators with and without brackets."""

from __future__ import annotations

from ._guard import named_as

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Protocol, TypeVar, overload

    from typing_extensions import ParamSpec

    from ._tracker import Tracker

    F = TypeVar("F", bound=Callable[..., Any])
    P = ParamSpec("P")

    class WithOrWithoutBrackets(Protocol[P]):
        @overload
        def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Tracker: ...

        @overload
        def __call__(self, name: F, /) -> F: ...


def or_plain(make: Callable[P, Tracker]) -> WithOrWithoutBrackets[P]:
    """Lets ``@track`` do what ``@track()`` does."""

    def track(*args: Any, **kwargs: Any) -> Any:
        if len(args) == 1 and not kwargs and (callable(args[0]) or isinstance(args[0], (staticmethod, classmethod))):
            return make(None)(args[0])  # type: ignore[call-arg, arg-type]
        return make(*args, **kwargs)

    return named_as(make, track)  # type: ignore[no-any-return]
