"""Keeps our own failures out of the user's program."""

from __future__ import annotations

from ._trouble import JoulebookError, trouble

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Optional, TypeVar

    F = TypeVar("F", bound=Callable[..., Any])


def quietly(method: F) -> F:
    """A method that says what goes wrong in it, once, and returns ``None``; the owner's ``strict`` lets it through."""

    def guarded(self: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return method(self, *args, **kwargs)
        except JoulebookError:
            raise
        except Exception as error:
            say_failed(method.__name__, error, self.strict)
            return None

    return named_as(method, guarded)  # type: ignore[no-any-return]


def named_as(function: Callable[..., Any], wrapper: Callable[..., Any]) -> Any:
    """What functools.wraps does; its module would cost a third of our import."""
    wrapper.__name__, wrapper.__qualname__ = function.__name__, function.__qualname__
    wrapper.__doc__, wrapper.__annotations__ = function.__doc__, function.__annotations__
    wrapper.__module__, wrapper.__wrapped__ = function.__module__, function  # type: ignore[attr-defined]
    return wrapper


def say_failed(name: str, error: Exception, strict: Optional[bool]) -> None:
    """One of our own methods has failed."""
    try:
        trouble("%s() failed" % name, "%s: %s" % (type(error).__name__, error), cause=error, strict=strict)
    except JoulebookError:
        raise
    except Exception:  # an error whose text fails; no stack or memory left even to say so
        pass


def synchronise(sync: Optional[Callable[[], Any]], strict: Optional[bool]) -> None:
    """Calls the user's function that waits for queued work."""
    if sync is None:
        return
    try:
        sync()
    except Exception as error:
        why = "%s: %s" % (type(error).__name__, error)
        trouble("sync() failed", why, "check the function given as sync=", error, strict)
