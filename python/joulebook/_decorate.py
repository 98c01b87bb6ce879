"""``track`` as a decorator."""

import functools
import inspect


def decorate(fresh, function):
    """Wraps ``function`` so that each call runs inside a tracker of its own, made by ``fresh(name)``."""
    name = getattr(function, "__qualname__", getattr(function, "__name__", "block")).replace("<locals>.", "")

    if inspect.iscoroutinefunction(function):

        @functools.wraps(function)
        async def wrapper(*args, **kwargs):
            with fresh(name):
                return await function(*args, **kwargs)

    elif inspect.isasyncgenfunction(function):

        @functools.wraps(function)
        async def wrapper(*args, **kwargs):
            with fresh(name):
                inner = function(*args, **kwargs)
                step = inner.__anext__
                argument = ()
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

    elif inspect.isgeneratorfunction(function):

        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            with fresh(name):
                return (yield from function(*args, **kwargs))

    else:

        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            with fresh(name):
                return function(*args, **kwargs)

    return wrapper
