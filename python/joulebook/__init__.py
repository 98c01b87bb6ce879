"""joulebook: what a training costs in energy and carbon, measured beside it.

>>> import joulebook
>>> with joulebook.track("digits", params={"lr": 0.1}) as run:
...     for epoch in run.epochs(range(20)):
...         run.log(loss=train_one(epoch))
>>> print(run.energy, run.co2)
311 Wh ±5 % 9.6 g (7.1–13)

Nothing here raises into your program (``strict=True`` or ``JOULEBOOK_STRICT=1`` changes that), prints, or touches signals. Without
an agent everything is a no-op after one warning. In a notebook: ``%load_ext joulebook``, then ``%%joulebook`` above a cell.
"""

from __future__ import annotations

from . import _current as current
from ._guard import say_failed
from ._options import start_of
from ._results import Carbon, Energy, Money, Quantity, Result, Water
from ._plain import or_plain as _or_plain
from ._reporting import Stage
from ._tracker import TIMEOUT_S, Tracker
from ._trouble import JoulebookError, JoulebookWarning, TrialStopped
from ._window import Window

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from typing import Any, Callable, Mapping, Optional, Sequence, Union

    from ._reporting import Count
    from ._study import Study, StudyTrial
    from ._trial import Trial

__version__ = "0.1.0"
__all__ = [
    "Carbon", "Energy", "JoulebookError", "JoulebookWarning", "Money", "Quantity", "Result", "Stage", "Tracker", "Water", "Window",
    "Study", "StudyTrial", "Trial", "TrialStopped", "done", "epoch", "log", "mark", "should_stop", "stage", "study", "track",
]


@_or_plain
def track(
    name: Optional[str] = None,
    *,
    project: Optional[str] = None,
    params: Optional[Mapping[str, Any]] = None,
    tags: Union[str, Sequence[str], None] = None,
    book: Optional[str] = None,
    interval: Optional[float] = None,
    scope: Optional[str] = None,
    region: Optional[str] = None,
    intensity: Optional[float] = None,
    pue: Optional[float] = None,
    wue: Optional[float] = None,
    market_intensity: Optional[float] = None,
    price: Optional[float] = None,
    currency: Optional[str] = None,
    nested: Optional[str] = None,
    sync: Optional[Callable[[], Any]] = None,
    timeout: float = TIMEOUT_S,
    agent: Optional[Sequence[str]] = None,
    strict: Optional[bool] = None,
    wait: bool = False,
) -> Tracker:
    """Measures a block or a function.

    As a context manager, ``with track("train") as run: ...``; as a decorator, ``@track("train")`` or plain ``@track``, on functions,
    generators and async functions, where each call is measured on its own.

    Args:
        name: of the run; without one the agent finds a readable name, a decorator takes the function's.
        project: the project it belongs to.
        params: hyper-parameters to record.
        tags: tags to record.
        book: folder of the book; default: found as the command line finds it.
        interval: seconds between samples.
        scope: ``"attributed"`` (this program's part of the machine) or ``"machine"`` (all of it).
        region: where the electricity comes from, e.g. ``"FR"``.
        intensity: of the electricity, g CO2e/kWh, instead of a region.
        pue: power usage effectiveness of the data centre.
        wue: water usage effectiveness of the site, litres for each kWh at the wall.
        market_intensity: of the electricity that is bought, g CO2e/kWh: market-based carbon beside the other.
        price: of a kWh, in ``currency`` (default: that of the settings, else EUR).
        currency: of the price, e.g. ``"EUR"``.
        nested: inside an open tracker, ``"window"`` or ``"run"``. Default: a window of the open run if only a name is given,
            a nested run of its own if it has parameters, tags or other options of a run.
        sync: called before each boundary, e.g. ``torch.cuda.synchronize``, so that queued GPU work counts where it was asked for.
        timeout: longest wait for the agent's answer at the end, s.
        agent: command that starts the agent, instead of the one that is found.
        strict: raise :class:`JoulebookError` where something cannot be measured or recorded, instead of one warning. Default:
            what ``JOULEBOOK_STRICT`` says. The start then waits as with ``wait``.
        wait: let the start wait until the agent can measure, some 0.1 s and at most ``timeout``; the run begins only then. For blocks of
            less than a second: what they use before the first reading is in no sum.
    """
    given = {
        "project": project,
        "params": params,
        "tags": tags,
        "book": book,
        "intervalS": interval,
        "scope": scope,
        "region": region,
        "intensity": intensity,
        "pue": pue,
        "wue": wue,
        "marketIntensity": market_intensity,
        "price": price,
        "currency": currency,
    }
    try:
        start = start_of(given, strict)
    except JoulebookError:
        raise
    except Exception as error:
        say_failed("track", error, strict)
        start = {}
    return Tracker(name, start, nested, timeout, agent, sync, strict, wait)


def log(
    values: Optional[Mapping[str, Any]] = None,
    *,
    step: Optional[Count] = None,
    steps: Optional[Count] = None,
    epoch: Optional[Count] = None,
    **metrics: Any,
) -> None:
    """Records metrics in the innermost open tracker, else in the run that the program stands in, else nowhere."""
    tracker = current.innermost() or _bare
    tracker.log(values, step=step, steps=steps, epoch=epoch, **metrics)


def stage(name: Optional[str]) -> Stage:
    """Enters a stage of the innermost open tracker, else of the ``joulebook run``; as a context manager it returns to the stage before."""
    return (current.innermost() or _bare).stage(name)


def epoch(n: Count, of: Optional[Count] = None, **metrics: Any) -> None:
    """Epoch ``n`` has ended, in the innermost open tracker, else in the ``joulebook run``."""
    (current.innermost() or _bare).epoch(n, of, **metrics)


def mark(name: str) -> None:
    """Notes a moment in the innermost open tracker, else in the ``joulebook run``."""
    (current.innermost() or _bare).mark(name)


def done(**counts: Any) -> None:
    """So much work has been done, ``done(samples=64)``, in the innermost open tracker, else in the ``joulebook run``."""
    (current.innermost() or _bare).done(**counts)


def study(
    search: Union[Mapping[str, Any], str, os.PathLike[str], None] = None,
    /,
    *,
    seed: Optional[int] = None,
    workers: Optional[int] = None,
    book: Optional[str] = None,
    tags: Union[str, Sequence[str], None] = None,
    interval: Optional[float] = None,
    region: Optional[str] = None,
    intensity: Optional[float] = None,
    pue: Optional[float] = None,
    wue: Optional[float] = None,
    market_intensity: Optional[float] = None,
    price: Optional[float] = None,
    agent: Optional[Sequence[str]] = None,
    **words: Any,
) -> Study:
    """Makes a study, or goes on with the one of that name: a search within a budget of energy, whose trials are parts of this program.

    >>> with joulebook.study(
    ...     name="digits",
    ...     objective={"metric": "accuracy", "goal": "maximize", "max_resource": 20},
    ...     budget="20 Wh",
    ...     parameters={"lr": {"min": 1e-4, "max": 1.0, "log": True}, "hidden": [16, 32, 64]},
    ... ) as study:
    ...     best = study.optimize(train)

    Unlike a tracker it raises :class:`JoulebookError`: a search that goes wrong must not go on unseen.

    Args:
        search: the words of a search file as a dict, or the path of one; or the words as keywords, as above.
        seed: of a new study; default: that of the search, else drawn once and kept.
        workers: most trials in flight; default: that of the search, else 1.
        book, tags, interval, region, intensity, pue, wue, market_intensity, price: as for :func:`track`.
        agent: program and arguments that start joulebook, instead of the one that is found.
    """
    from ._study import Study

    settings = {
        "seed": seed, "workers": workers, "book": book, "tags": tags, "interval": interval, "region": region,
        "intensity": intensity, "pue": pue, "wue": wue, "market_intensity": market_intensity, "price": price, "agent": agent,
    }
    return Study(search, words, settings)


def should_stop() -> bool:
    """Whether the trial that this program is, or calls us from, is to end now: under ``joulebook search``, or inside of a study."""
    from os import environ
    from os.path import exists

    path = environ.get("JOULEBOOK_STOP_FILE")
    return bool(path) and exists(str(path))


if not TYPE_CHECKING:  # for a type checker it would make every misspelt name one of ours

    def __getattr__(name):
        """Classes of studies are there for who names them, and cost nobody else their import."""
        if name in ("Study", "StudyTrial"):
            from . import _study

            return getattr(_study, name)
        if name == "Trial":
            from ._trial import Trial

            return Trial
        raise AttributeError("module %r has no attribute %r" % (__name__, name))


def load_ipython_extension(shell: Any) -> None:
    """``%load_ext joulebook``: the magics ``%%joulebook`` and ``%joulebook``."""
    from ._magic import register

    register(shell)


#: Never started: what it is told goes to the report file, if there is one.
_bare = Tracker(None, {})
