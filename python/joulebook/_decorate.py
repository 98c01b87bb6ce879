"""``track`` as a decorator."""

from __future__ import annotations

import functools
import inspect

from ._trouble import trouble

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, AsyncGenerator, Callable, Generator, TypeVar

    from ._tracker import Tracker

    F = TypeVar("F", bound=Callable[..., Any])
    Fresh = Callable[[str], Tracker]


def decorate(fresh: Fresh, function: F) -> F:
    """Wraps ``function`` so that each call runs inside a tracker of its own, made by ``fresh(name)``."""
    if isinstance(function, (staticmethod, classmethod)):
        return type(function)(decorate(fresh, function.__func__))
    if isinstance(function, type):
        why = "%s would no longer be a class" % function.__name__
        trouble("a class cannot be measured", why, "decorate its methods, or put a tracker around their calls")
        return function
    name = getattr(function, "__qualname__", getattr(function, "__name__", "block")).replace("<locals>.", "")
    if inspect.iscoroutinefunction(function):
        wrapper = _coroutine(fresh, name, function)
    elif inspect.isasyncgenfunction(function):
        wrapper = _async_generator(fresh, name, function)
    elif inspect.isgeneratorfunction(function):
        wrapper = _generator(fresh, name, function)
    else:
        wrapper = _plain(fresh, name, function)
    return functools.wraps(function)(wrapper)  # type: ignore[return-value]


def _plain(fresh: Fresh, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        with fresh(name):
            return function(*args, **kwargs)

    return wrapper


def _coroutine(fresh: Fresh, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    async def wrapper(*args: Any, **kwargs: Any) -> Any:
        with fresh(name):
            return await function(*args, **kwargs)

    return wrapper


def _generator(fresh: Fresh, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    def wrapper(*args: Any, **kwargs: Any) -> Generator[Any, Any, Any]:
        with fresh(name):
            return (yield from function(*args, **kwargs))

    return wrapper


def _async_generator(fresh: Fresh, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    async def wrapper(*args: Any, **kwargs: Any) -> AsyncGenerator[Any, Any]:
        with fresh(name):
            inner = function(*args, **kwargs)
            step = inner.__anext__
            argument: tuple[Any, ...] = ()
            try:
                while True:
                    value = await step(*argument)
                    try:
                        argument = ((yield value),)
                        step = inner.asend
                    except GeneratorExit:
                        raise
                    except BaseException as error:
                        argument = (error,)
                        step = inner.athrow
            except StopAsyncIteration:
                return
            finally:
                await inner.aclose()

    return wrapper
