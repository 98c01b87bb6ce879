"""Units as CodeCarbon's own objects have them: kWh, kW, litres, seconds, kg/kWh."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar


@dataclass
class Time:
    """A duration."""

    seconds: float
    SECONDS_TO_HOURS: ClassVar[float] = 1 / 3600

    @property
    def hours(self) -> float:
        return self.seconds * self.SECONDS_TO_HOURS

    @classmethod
    def from_seconds(cls, seconds: float) -> Time:
        return cls(seconds=seconds)


@dataclass
class EmissionsPerKWh:
    """Carbon of electricity."""

    #: The international pound, by definition, per MWh.
    LBS_MWH_TO_KG_KWH: ClassVar[float] = 0.00045359237
    G_KWH_TO_KG_KWH: ClassVar[float] = 0.001

    kgs_per_kWh: float

    @classmethod
    def from_lbs_per_mWh(cls, lbs_per_mWh: float) -> EmissionsPerKWh:
        return cls(kgs_per_kWh=lbs_per_mWh * cls.LBS_MWH_TO_KG_KWH)

    @classmethod
    def from_g_per_kWh(cls, g_per_kWh: float) -> EmissionsPerKWh:
        return cls(kgs_per_kWh=g_per_kWh * cls.G_KWH_TO_KG_KWH)

    @classmethod
    def from_kgs_per_kWh(cls, kgs_per_kWh: float) -> EmissionsPerKWh:
        return cls(kgs_per_kWh=kgs_per_kWh)


@dataclass(order=True)
class Energy:
    """An energy."""

    UJOULES_TO_JOULES: ClassVar[float] = 1e-6
    MILLIJOULES_TO_JOULES: ClassVar[float] = 1e-3
    #: By definition; CodeCarbon rounds it.
    JOULES_TO_KWH: ClassVar[float] = 1 / 3.6e6

    kWh: float = field(compare=True)

    def __post_init__(self) -> None:
        self.kWh = float(self.kWh)

    @classmethod
    def from_power_and_time(cls, *, power: Power, time: Time) -> Energy:
        return cls(kWh=power.kW * time.hours)

    @classmethod
    def from_ujoules(cls, energy: float) -> Energy:
        return cls(kWh=energy * cls.UJOULES_TO_JOULES * cls.JOULES_TO_KWH)

    @classmethod
    def from_millijoules(cls, energy: float) -> Energy:
        return cls(kWh=energy * cls.MILLIJOULES_TO_JOULES * cls.JOULES_TO_KWH)

    @classmethod
    def from_energy(cls, kWh: float) -> Energy:
        return cls(kWh=kWh)

    def __sub__(self, other: Energy) -> Energy:
        return Energy(self.kWh - other.kWh)

    def __add__(self, other: Energy) -> Energy:
        return Energy(self.kWh + other.kWh)

    def __mul__(self, factor: float) -> Energy:
        return Energy(self.kWh * factor)

    def __truediv__(self, divisor: float) -> Energy:
        return Energy(self.kWh / divisor)

    def __float__(self) -> float:
        return self.kWh


@dataclass
class Power:
    """A power."""

    MILLI_WATTS_TO_WATTS: ClassVar[float] = 0.001
    WATTS_TO_KILO_WATTS: ClassVar[float] = 0.001

    kW: float

    @classmethod
    def from_milli_watts(cls, milli_watts: float) -> Power:
        return cls(kW=milli_watts * cls.MILLI_WATTS_TO_WATTS * cls.WATTS_TO_KILO_WATTS)

    @classmethod
    def from_watts(cls, watts: float) -> Power:
        return cls(kW=watts * cls.WATTS_TO_KILO_WATTS)

    @classmethod
    def from_energies_and_delay(cls, e1: Energy, e2: Energy, delay: Time) -> Power:
        return cls(kW=abs(e2.kWh - e1.kWh) / delay.hours if delay.hours else 0.0)

    @classmethod
    def from_energy_delta_and_delay(cls, e: Energy, delay: Time) -> Power:
        return cls.from_energies_and_delay(e, Energy(0), delay)

    @property
    def W(self) -> float:
        return self.kW * 1000

    def __add__(self, other: Power) -> Power:
        return Power(self.kW + other.kW)

    def __mul__(self, factor: float) -> Power:
        return Power(self.kW * factor)

    def __truediv__(self, divisor: float) -> Power:
        return Power(self.kW / divisor)

    def __floordiv__(self, divisor: float) -> Power:
        return Power(self.kW // divisor)


@dataclass
class Water:
    """An amount of water."""

    litres: float

    @classmethod
    def from_litres(cls, litres: float) -> Water:
        return cls(litres=litres)

    def __add__(self, other: Water) -> Water:
        return Water(self.litres + other.litres)
