"""The trackers and decorators."""

from __future__ import annotations

from typing import Any, Callable, Optional

from .._decorate import decorate
from .._trouble import JoulebookError
from ._arguments import DECORATOR, PLACES, _sentinel, decorator_arguments, signed
from ._life import BaseEmissionsTracker
from .core.config import get_hierarchical_config_with_sources
from .external.geography import CloudMetadata, GeoMetadata
from .external.hardware import CPU, GPU
from .external.logger import logger
from .external.ram import RAM
from .output_methods.base_output import BaseOutput, OutputMethod
from .output_methods.emissions_data import EmissionsData

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ._arguments import DecoratorArguments, TrackerArguments

__all__ = [
    "CPU", "GPU", "RAM", "BaseEmissionsTracker", "BaseOutput", "EmissionsData", "EmissionsTracker", "OfflineEmissionsTracker",
    "OutputMethod", "TaskEmissionsTracker", "track_emissions", "track_task_emissions",
]


class EmissionsTracker(BaseEmissionsTracker):
    """Finds the place by joulebook's settings, the cloud's own words or the time zone; never by asking the network."""


class OfflineEmissionsTracker(BaseEmissionsTracker):
    """Is told the place."""

    def __init__(
        self,
        *args: Any,
        country_iso_code: Optional[str] = _sentinel,
        region: Optional[str] = _sentinel,
        cloud_provider: Optional[str] = _sentinel,
        cloud_region: Optional[str] = _sentinel,
        country_2letter_iso_code: Optional[str] = _sentinel,
        **kwargs: Unpack[TrackerArguments],
    ) -> None:
        """``country_iso_code``: three letters; ``region``: a state, province or city in it; or a cloud and its region."""
        try:
            self._external_conf, _ = get_hierarchical_config_with_sources()
            self._set_from_conf(cloud_provider, "cloud_provider")
            self._set_from_conf(cloud_region, "cloud_region")
            self._set_from_conf(country_2letter_iso_code, "country_2letter_iso_code")
            self._set_from_conf(country_iso_code, "country_iso_code")
            self._set_from_conf(region, "region")
            if self._region is not None:
                self._region = str(self._region).lower()
            if self._country_2letter_iso_code:
                self._country_2letter_iso_code = str(self._country_2letter_iso_code).upper()
            if self._cloud_provider and self._cloud_region is None:
                logger.error("Cloud Region must be provided if cloud provider is set")
            super().__init__(*args, **kwargs)
        except TypeError:
            raise  # a wrong argument is the script's fault, and CodeCarbon's offline tracker hides it
        except JoulebookError:
            raise
        except Exception:
            logger.warning("the tracker cannot be made and measures nothing; the training goes on", exc_info=True)
            self._initialize_runtime_state()
            self._fill_up()
            self._is_broken = True

    def _get_geo_metadata(self) -> GeoMetadata:
        found = super()._get_geo_metadata()
        asked = None if self._country_iso_code is None else str(self._country_iso_code).upper()
        code = asked or found.country_iso_code
        name = found.country_name if code == found.country_iso_code else None
        return GeoMetadata(code, name, self._region, country_2letter_iso_code=self._country_2letter_iso_code)

    def _get_cloud_metadata(self) -> CloudMetadata:
        return CloudMetadata(self._cloud_provider, self._cloud_region)


class TaskEmissionsTracker:
    """Measures a block as a task of a tracker, or of one of its own."""

    def __init__(self, task_name: Optional[str], tracker: Optional[BaseEmissionsTracker] = None) -> None:
        self.is_default_tracker = tracker is None
        self.tracker = EmissionsTracker() if tracker is None else tracker
        self.task_name = task_name

    def __enter__(self) -> TaskEmissionsTracker:
        self.tracker.start_task(self.task_name)
        return self

    def __exit__(self, exc_type: Any, exc_value: Any, tb: Any) -> None:
        self.tracker.stop_task()
        if self.is_default_tracker:
            self.tracker._stop_after(exc_type, exc_value)


@signed(DECORATOR)
def track_emissions(fn: Optional[Callable[..., Any]] = None, *args: Any, **kwargs: Unpack[DecoratorArguments]) -> Any:
    """Measures every call of a function, coroutine or generator: with ``offline=True`` by an :class:`OfflineEmissionsTracker`, else
    by an :class:`EmissionsTracker`. The arguments are theirs."""
    given = decorator_arguments(fn, args, dict(kwargs))
    is_offline = bool(given.pop("offline", False))

    def make(name: str) -> BaseEmissionsTracker:
        if not is_offline:
            return EmissionsTracker(**{name: value for name, value in given.items() if name not in PLACES})
        if given.get("country_iso_code") is None and given.get("cloud_provider") is None:
            raise Exception("Needs ISO Code of the Country for Offline mode")
        return OfflineEmissionsTracker(**given)

    return _decorator(make, fn)


def track_task_emissions(
    fn: Optional[Callable[..., Any]] = None, tracker: Optional[BaseEmissionsTracker] = None, task_name: str = ""
) -> Any:
    """Measures every call of a function, coroutine or generator as a task of a tracker; without one, of one of its own for each
    call."""
    return _decorator(lambda name: TaskEmissionsTracker(task_name, tracker), fn)


def _decorator(make: Callable[[str], Any], fn: Optional[Callable[..., Any]]) -> Any:
    return (lambda function: decorate(make, function)) if fn is None else decorate(make, fn)
