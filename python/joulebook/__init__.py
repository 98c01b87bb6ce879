"""joulebook: what a training costs in energy and carbon, measured beside it.

>>> import joulebook
>>> with joulebook.track("digits", params={"lr": 0.1}) as run:
...     for epoch in run.epochs(range(20)):
...         run.log(loss=train_one(epoch))
>>> print(run.energy, run.co2)
311 Wh ±5 % 9.6 g (7.1–13)

Nothing here raises into your program (``JOULEBOOK_STRICT=1`` changes that), prints, or touches signals. Without an agent
everything is a no-op after one warning.
"""

from __future__ import annotations

from . import _current as current
from ._results import Carbon, Energy, Money, Quantity, Result, Water
from ._tracker import Stage, Tracker, Window, write_report
from ._trouble import JoulebookError, JoulebookWarning
from ._values import metrics_of, scalars_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Mapping, Optional, Sequence

__version__ = "0.1.0"
__all__ = [
    "Carbon", "Energy", "JoulebookError", "JoulebookWarning", "Money", "Quantity", "Result", "Stage", "Tracker", "Water", "Window",
    "epoch", "log", "mark", "stage", "track",
]


def track(
    name: Optional[str] = None,
    *,
    project: Optional[str] = None,
    params: Optional[Mapping[str, Any]] = None,
    tags: Optional[Sequence[str]] = None,
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
    timeout: float = 5.0,
    agent: Optional[Sequence[str]] = None,
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
        timeout: longest wait for an answer of the agent, s.
        agent: command that starts the agent, instead of the one that is found.
    """
    start = {
        "project": project,
        "params": None if params is None else scalars_of(params),
        "tags": None if tags is None else [str(tag) for tag in ([tags] if isinstance(tags, str) else tags)],
        "book": None if book is None else str(book),
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
    start = {key: value for key, value in start.items() if value is not None}
    if callable(name):  # plain @track
        return Tracker(None, start, nested, timeout, agent, sync)(name)  # type: ignore[return-value]
    return Tracker(name, start, nested, timeout, agent, sync)


def log(
    values: Optional[Mapping[str, Any]] = None,
    *,
    step: Optional[int] = None,
    steps: Optional[int] = None,
    epoch: Optional[int] = None,
    **metrics: Any,
) -> None:
    """Records metrics in the innermost open tracker, else in the ``joulebook run`` that the program stands in, else nowhere."""
    tracker = current.innermost()
    if tracker is not None:
        tracker.log(values, step=step, steps=steps, epoch=epoch, **metrics)
    else:
        _bare.log(values, step=step, steps=steps, epoch=epoch, **metrics)


def stage(name: Optional[str]) -> Stage:
    """Enters a stage of the innermost open tracker, else of the ``joulebook run``; as a context manager it returns to the stage before."""
    return (current.innermost() or _bare).stage(name)


def epoch(n: int, of: Optional[int] = None, **metrics: Any) -> None:
    """Epoch ``n`` has ended, in the innermost open tracker, else in the ``joulebook run``."""
    (current.innermost() or _bare).epoch(n, of, **metrics)


def mark(name: str) -> None:
    """Notes a moment in the innermost open tracker, else in the ``joulebook run``."""
    (current.innermost() or _bare).mark(name)


#: Never started: what it is told goes to the report file, if there is one.
_bare = Tracker(None, {}, None, 0.0, None, None)
