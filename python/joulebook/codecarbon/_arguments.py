"""Every argument of a tracker, once: its name, its type, what it is where nobody says, and what a text of a file becomes."""

import inspect
from dataclasses import dataclass
from typing import Annotated, Any, Callable, Dict, Iterator, List, Optional, Sequence, Tuple, TypedDict, TypeVar, Union, get_type_hints

from .external.logger import logger
from .output_methods.base_output import BaseOutput, OutputMethod

F = TypeVar("F", bound=Callable[..., Any])

#: An argument that was not given.
_sentinel: Any = object()


@dataclass(frozen=True)
class Setting:
    """What an argument is where neither a caller nor a file nor a variable says anything, and how a text becomes its value."""

    default: Any = None
    convert: Optional[Callable[[Any], Any]] = None


class TrackerArguments(TypedDict, total=False):
    """In CodeCarbon's order. What each means is CodeCarbon's; docs/guide/codecarbon.md says what joulebook makes of it."""

    project_name: Annotated[Optional[str], Setting("codecarbon")]
    measure_power_secs: Annotated[Optional[float], Setting(15, float)]
    api_call_interval: Annotated[Optional[int], Setting(8, int)]
    api_endpoint: Annotated[Optional[str], Setting("https://api.codecarbon.io")]
    api_key: Annotated[Optional[str], Setting("api_key")]
    output_dir: Annotated[Optional[str], Setting(".")]
    output_file: Annotated[Optional[str], Setting("emissions.csv")]
    output_methods: Annotated[Optional[List[OutputMethod]], Setting()]
    save_to_file: Annotated[Optional[bool], Setting(True, bool)]
    save_to_api: Annotated[Optional[bool], Setting(False, bool)]
    save_to_logger: Annotated[Optional[bool], Setting(False, bool)]
    logging_logger: Annotated[Optional[BaseOutput], Setting()]
    save_to_prometheus: Annotated[Optional[bool], Setting(False, bool)]
    save_to_logfire: Annotated[Optional[bool], Setting(False, bool)]
    prometheus_url: Annotated[Optional[str], Setting("localhost:9091")]
    output_handlers: Annotated[Optional[List[BaseOutput]], Setting(())]
    gpu_ids: Annotated[Optional[List[Any]], Setting()]
    emissions_endpoint: Annotated[Optional[str], Setting()]
    experiment_id: Annotated[Optional[str], Setting("5b0fa12a-3dd7-45bb-9766-cc326314d9f1")]
    experiment_name: Annotated[Optional[str], Setting("base")]
    electricitymaps_api_token: Annotated[Optional[str], Setting()]
    co2_signal_api_token: Annotated[Optional[str], Setting()]
    tracking_mode: Annotated[Optional[str], Setting("machine")]
    log_level: Annotated[Optional[Union[int, str]], Setting("info")]
    on_csv_write: Annotated[Optional[str], Setting("append")]
    logger_preamble: Annotated[Optional[str], Setting("")]
    force_cpu_power: Annotated[Optional[float], Setting(None, float)]
    force_ram_power: Annotated[Optional[float], Setting(None, float)]
    pue: Annotated[Optional[float], Setting(1.0, float)]
    wue: Annotated[Optional[float], Setting(0, float)]
    force_carbon_intensity_g_co2e_kwh: Annotated[Optional[float], Setting(None, float)]
    force_mode_cpu_load: Annotated[Optional[bool], Setting(False, bool)]
    allow_multiple_runs: Annotated[Optional[bool], Setting(True, bool)]
    rapl_include_dram: Annotated[Optional[bool], Setting(False, bool)]
    rapl_prefer_psys: Annotated[Optional[bool], Setting(False, bool)]
    metadata: Annotated[Optional[Union[Dict[str, Any], str]], Setting()]


class PlaceArguments(TypedDict, total=False):
    """Where the electricity comes from, as an offline tracker is told."""

    country_iso_code: Optional[str]
    region: Optional[str]
    cloud_provider: Optional[str]
    cloud_region: Optional[str]
    country_2letter_iso_code: Optional[str]


class DecoratorArguments(TrackerArguments, PlaceArguments, total=False):
    """Those of ``track_emissions``."""

    offline: Optional[bool]


_HINTS = get_type_hints(TrackerArguments, include_extras=True)
#: Each argument's setting, in order.
SETTINGS: Dict[str, Setting] = {name: hint.__metadata__[0] for name, hint in _HINTS.items()}
#: Names of the arguments of a place.
PLACES: Tuple[str, ...] = tuple(PlaceArguments.__annotations__)
#: What CodeCarbon's decorator does not list; it is taken here all the same.
_UNLISTED = ("force_mode_cpu_load", "metadata")
#: Arguments of CodeCarbon 2.
_RENAMED = {"default_cpu_power": "force_cpu_power"}
#: The argument of the decorator that its own come before.
_AFTER_PLACES = "force_cpu_power"


def _parameter(name: str, hint: Any, kind: Any = inspect.Parameter.POSITIONAL_OR_KEYWORD, default: Any = _sentinel) -> inspect.Parameter:
    return inspect.Parameter(name, kind, default=default, annotation=hint)


def _of_a_tracker() -> List[inspect.Parameter]:
    return [_parameter(name, hint.__origin__) for name, hint in _HINTS.items()]


def _of_the_decorator() -> Iterator[inspect.Parameter]:
    yield _parameter("fn", Optional[Callable[..., Any]], default=None)
    for parameter in _of_a_tracker():
        if parameter.name == _AFTER_PLACES:
            yield _parameter("offline", Optional[bool])
            yield from (_parameter(name, Optional[str]) for name in PLACES)
        if parameter.name not in _UNLISTED:
            yield parameter


TRACKER = inspect.Signature([_parameter("self", inspect.Parameter.empty, default=inspect.Parameter.empty), *_of_a_tracker()])
DECORATOR = inspect.Signature(list(_of_the_decorator()))
_DECORATOR_TAKES = inspect.Signature(
    [*_of_the_decorator(), *(_parameter(name, _HINTS[name].__origin__, inspect.Parameter.KEYWORD_ONLY) for name in _UNLISTED)]
)


def signed(signature: inspect.Signature) -> Callable[[F], F]:
    """Gives a function of ``*args`` and ``**kwargs`` the signature that it means, for ``help()``, notebooks and :mod:`inspect`."""

    def sign(function: F) -> F:
        function.__signature__ = signature  # type: ignore[attr-defined]
        function.__annotations__ = {p.name: p.annotation for p in signature.parameters.values() if p.name != "self"}
        return function

    return sign


def tracker_arguments(owner: object, args: Sequence[Any], kwargs: Dict[str, Any]) -> Dict[str, Any]:
    """What was given to a tracker, by name; raises ``TypeError`` as a call does."""
    return _bound(type(owner).__name__, TRACKER, (owner, *args), kwargs)


def decorator_arguments(fn: Any, args: Sequence[Any], kwargs: Dict[str, Any]) -> Dict[str, Any]:
    """The same for ``track_emissions``."""
    return _bound("track_emissions", _DECORATOR_TAKES, (fn, *args), kwargs)


def _bound(what: str, signature: inspect.Signature, args: Sequence[Any], kwargs: Dict[str, Any]) -> Dict[str, Any]:
    for old, new in _RENAMED.items():
        if old in kwargs and new not in kwargs:
            logger.warning("'%s' is called '%s' since CodeCarbon 3.0", old, new)
            kwargs[new] = kwargs.pop(old)
    try:
        given = signature.bind(*args, **kwargs).arguments
    except TypeError as error:
        raise TypeError("%s() %s" % (what, error)) from None
    return {name: value for name, value in given.items() if name not in ("self", "fn") and value is not _sentinel}
