"""What a measurement gives back: small values with their intervals."""

from __future__ import annotations

import math

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Mapping, Optional, TypeVar

    Q = TypeVar("Q", bound="Quantity")
    Scale = tuple[tuple[str, float], ...]

#: Joules of a watt-hour and of a kilowatt-hour, by definition.
_J_PER_WH = 3600.0
_J_PER_KWH = 3.6e6

_WH = (("µWh", 3.6e-3), ("mWh", 3.6), ("Wh", 3.6e3), ("kWh", 3.6e6), ("MWh", 3.6e9), ("GWh", 3.6e12))
_L = (("nL", 1e-9), ("µL", 1e-6), ("mL", 1e-3), ("L", 1.0), ("m³", 1e3))
_G = (("µg", 1e-6), ("mg", 1e-3), ("g", 1.0), ("kg", 1e3), ("t", 1e6), ("kt", 1e9))


class Quantity:
    """A value with its 90 % interval. ``value`` is ``None`` where only bounds are known.

    Attributes: ``value``, ``low``, ``high`` (in ``unit``), ``unit``, ``errors`` (relative standard deviation by source).
    """

    __slots__ = ("value", "low", "high", "unit", "errors")
    _scale: Scale = ()
    _base = ""

    def __init__(
        self,
        value: Optional[float],
        low: Optional[float],
        high: Optional[float],
        unit: str,
        errors: Optional[Mapping[str, float]] = None,
    ):
        self.value = _number(value)
        self.low = _number(low)
        self.high = _number(high)
        self.unit = unit
        self.errors = dict(errors or {})

    def __str__(self) -> str:
        return _text(self.value, self.low, self.high, self._scale, self._base)

    def __repr__(self) -> str:
        return "%s(value=%r, low=%r, high=%r, unit=%r)" % (
            type(self).__name__, self.value, self.low, self.high, self.unit,
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Quantity) or type(other) is not type(self):
            return NotImplemented
        return (self.value, self.low, self.high) == (other.value, other.low, other.high)

    def __hash__(self) -> int:
        return hash((self.value, self.low, self.high, self.unit))

    def _in(self, factor: float) -> Optional[float]:
        return None if self.value is None else self.value / factor


class Energy(Quantity):
    """An energy. ``str()`` prints it with its band: ``311 Wh ±5 %``, or ``310 Wh (240–480)`` where the band is skewed."""

    __slots__ = ()
    _scale = _WH
    _base = "Wh"

    @property
    def joules(self) -> Optional[float]:
        """The value in J, or ``None``."""
        return self.value

    @property
    def wh(self) -> Optional[float]:
        """The value in Wh, or ``None``."""
        return self._in(_J_PER_WH)

    @property
    def kwh(self) -> Optional[float]:
        """The value in kWh, or ``None``."""
        return self._in(_J_PER_KWH)


class Carbon(Quantity):
    """A mass of CO2e."""

    __slots__ = ()
    _scale = _G
    _base = "g"

    @property
    def grams(self) -> Optional[float]:
        """The value in g, or ``None``."""
        return self.value

    @property
    def kg(self) -> Optional[float]:
        """The value in kg, or ``None``."""
        return self._in(1e3)


class Water(Quantity):
    """A volume of water."""

    __slots__ = ()
    _scale = _L
    _base = "L"

    @property
    def litres(self) -> Optional[float]:
        """The value in L, or ``None``."""
        return self.value


class Money(Quantity):
    """An amount of money; ``unit`` is its currency."""

    __slots__ = ()

    def __str__(self) -> str:
        return _text(self.value, self.low, self.high, ((self.unit or "", 1.0),), self.unit or "")


class Result:
    """What a run, a window or a snapshot cost.

    ``energy`` is the headline: attributed energy at the wall. ``active`` is the part above idle, ``machine`` that of the whole
    machine in the same time. ``co2`` is the operational carbon; beside it and never in it stand ``embodied`` (the run's part of
    making the machine), ``market`` (market-based), ``water`` and ``cost``. What is not known is ``None``.
    """

    __slots__ = (
        "name", "run", "state", "duration", "energy", "active", "machine", "co2", "grade", "record", "warnings",
        "power", "forecast", "remaining", "embodied", "market", "water", "cost",
    )

    def __init__(self, answer: Mapping[str, Any]):
        energy = answer.get("energy")
        energy = energy if isinstance(energy, dict) else {}
        forecast = answer.get("forecast")
        forecast = forecast if isinstance(forecast, dict) else {}
        self.name: Optional[str] = answer.get("name")
        self.run: Optional[str] = answer.get("run")
        self.state: Optional[str] = answer.get("state")
        self.duration = _number(answer.get("durationS"))
        self.energy = _quantity(Energy, energy.get("attributed"))
        self.active = _quantity(Energy, energy.get("active"))
        self.machine = _quantity(Energy, energy.get("machine"))
        self.co2 = _quantity(Carbon, answer.get("carbon"))
        self.embodied = _quantity(Carbon, answer.get("embodied"))
        self.market = _quantity(Carbon, answer.get("market"))
        self.water = _quantity(Water, answer.get("water"))
        self.cost = _quantity(Money, answer.get("cost"))
        self.grade: Optional[str] = answer.get("grade")
        self.record: Optional[str] = answer.get("record")
        self.warnings: list[Any] = list(answer.get("warnings") or ())
        self.power = _number(answer.get("powerW"))
        #: Foretold energy of the whole run, once three epochs are known.
        self.forecast = _quantity(Energy, forecast.get("energy"))
        #: Foretold seconds that are left.
        self.remaining = _number(forecast.get("remainingS"))

    def __repr__(self) -> str:
        return "Result(name=%r, duration=%r, energy=%s, co2=%s, grade=%r)" % (
            self.name, self.duration, self.energy, self.co2, self.grade,
        )

    def _repr_html_(self) -> str:
        """A card, in a notebook."""
        from ._card import card_html

        return card_html(self)


def _quantity(kind: type[Q], written: Any) -> Optional[Q]:
    if not isinstance(written, dict):
        return None
    if isinstance(written.get("attributed"), dict):  # an energy in its three scopes: the headline
        written = written["attributed"]
    unit = str(written.get("unit"))
    return kind(written.get("value"), written.get("low"), written.get("high"), unit, written.get("errors"))


def _number(value: object) -> Optional[float]:
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _text(value: Optional[float], low: Optional[float], high: Optional[float], scale: Scale, base: str) -> str:
    if value is None:
        if not low and high is None:
            return "unknown"
        unit, factor = _step(max(abs(low or 0.0), abs(high or 0.0)), 2, scale, base)
        if low is None:
            return "≤ %s %s" % (_round((high or 0.0) / factor, 2), unit)
        if high is None:
            return "≥ %s %s" % (_round(low / factor, 2), unit)
        return "%s–%s %s" % (_round(low / factor, 2), _round(high / factor, 2), unit)
    if low is None or high is None or low == high:
        unit, factor = _step(value, 3, scale, base)
        return "%s %s" % (_round(value / factor, 3), unit)
    relative = (high - low) / 2 / abs(value) if value else 0.0
    digits = 2 if relative >= 0.05 else 3  # a band of ±5 % or more: two digits say all there is
    unit, factor = _step(value or high, digits, scale, base)
    text = "%s %s" % (_round(value / factor, digits), unit)
    down, up = value - low, high - value
    if relative and down > 0 and up > 0 and max(down / up, up / down) <= 1.25:
        percent = relative * 100
        return "%s ±%s %%" % (text, "%d" % round(percent) if percent >= 1 else _round(percent, 1))
    return "%s (%s–%s)" % (text, _round(low / factor, digits), _round(high / factor, digits))


def _step(value: float, digits: int, scale: Scale, base: str) -> tuple[str, float]:
    """The largest unit in which the rounded value is at least 1, so that what is not zero never prints as zero."""
    if not value:
        return next(step for step in scale if step[0] == base)
    best = scale[0]
    for step in scale:
        if float("%.*e" % (digits - 1, abs(value) / step[1])) >= 1:
            best = step
    return best


def _round(value: float, digits: int) -> str:
    if not value:
        return "0"
    rounded = float("%.*e" % (digits - 1, value))
    if abs(rounded) < 1e-6:
        return "%.*e" % (digits - 1, value)
    decimals = digits - 1 - math.floor(math.log10(abs(rounded)))
    return "%.*f" % (max(0, decimals), rounded)
