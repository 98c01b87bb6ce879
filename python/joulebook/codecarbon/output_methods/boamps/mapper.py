"""A run's figures as a BoAmps report."""

from __future__ import annotations

import warnings
from dataclasses import fields, replace
from typing import Any, List, Mapping, Optional

from ..emissions_data import EmissionsData
from .models import (
    BoAmpsEnvironment,
    BoAmpsHardware,
    BoAmpsHeader,
    BoAmpsInfrastructure,
    BoAmpsMeasure,
    BoAmpsReport,
    BoAmpsSoftware,
    BoAmpsSystem,
    BoAmpsTask,
)

BOAMPS_FORMAT_VERSION = "0.1"
BOAMPS_FORMAT_SPEC_URI = "https://github.com/Boavizta/BoAmps/tree/main/model"


def map_emissions_to_boamps(
    emissions: EmissionsData,
    task: Optional[BoAmpsTask] = None,
    header: Optional[BoAmpsHeader] = None,
    quality: Optional[str] = None,
    infra_overrides: Optional[Mapping[str, Any]] = None,
    environment_overrides: Optional[Mapping[str, Any]] = None,
) -> BoAmpsReport:
    """What is measured, filled up with what the user says; the user's word is the stronger."""
    if task is None:
        warnings.warn(
            "No BoAmps task context provided. The output will be missing required fields (taskStage, taskFamily, algorithms, "
            "dataset) and will not validate against the BoAmps schema.",
            UserWarning,
            stacklevel=2,
        )
    return BoAmpsReport(
        header=_filled(header or BoAmpsHeader(), _header(emissions)),
        task=task,
        measures=[_measure(emissions)],
        system=BoAmpsSystem(os=emissions.os),
        software=BoAmpsSoftware(language="python", version=emissions.python_version),
        infrastructure=_infrastructure(emissions, infra_overrides or {}),
        environment=_environment(emissions, environment_overrides or {}),
        quality=quality,
    )


def _header(emissions: EmissionsData) -> BoAmpsHeader:
    return BoAmpsHeader(
        format_version=BOAMPS_FORMAT_VERSION,
        format_version_specification_uri=BOAMPS_FORMAT_SPEC_URI,
        report_id=emissions.run_id,
        report_datetime=_datetime(emissions.timestamp),
    )


def _measure(emissions: EmissionsData) -> BoAmpsMeasure:
    measure = BoAmpsMeasure(
        measurement_method="codecarbon",
        version=emissions.codecarbon_version,
        power_consumption=emissions.energy_consumed,
        measurement_duration=emissions.duration,
        measurement_date_time=_datetime(emissions.timestamp),
    )
    if emissions.cpu_utilization_percent > 0:
        measure.average_utilization_cpu = round(emissions.cpu_utilization_percent / 100, 4)
    if emissions.gpu_count and emissions.gpu_utilization_percent > 0:
        measure.average_utilization_gpu = round(emissions.gpu_utilization_percent / 100, 4)
    return measure


def _infrastructure(emissions: EmissionsData, overrides: Mapping[str, Any]) -> BoAmpsInfrastructure:
    is_cloud = emissions.on_cloud == "Y" or bool(emissions.cloud_provider)
    found = BoAmpsInfrastructure(
        infra_type="publicCloud" if is_cloud else "onPremise",
        cloud_provider=emissions.cloud_provider or None if is_cloud else None,
        components=_joined(_components(emissions), overrides.get("components", [])),
    )
    for name in ("cloud_instance", "cloud_service", "infra_type"):
        if name in overrides:
            setattr(found, name, overrides[name])
    return found


def _components(emissions: EmissionsData) -> List[BoAmpsHardware]:
    # The format counts cores, CodeCarbon's fields threads: two threads a core, as on most machines.
    cores = max(1, int(emissions.cpu_count) // 2) if emissions.cpu_count else 1
    cpu = BoAmpsHardware(component_type="cpu", component_name=emissions.cpu_model, nb_component=cores)
    ram = BoAmpsHardware(component_type="ram", nb_component=1, memory_size=emissions.ram_total_size)
    if not emissions.gpu_count:
        return [cpu, ram]
    gpu = BoAmpsHardware(
        component_type="gpu", component_name=emissions.gpu_model or None, nb_component=int(emissions.gpu_count)
    )
    return [cpu, gpu, ram]


def _joined(found: List[BoAmpsHardware], given: List[BoAmpsHardware]) -> List[BoAmpsHardware]:
    """The user's components, filled up with what was found of their type, and what was found beside."""
    by_type = {component.component_type: component for component in found}
    ours = [_filled(mine, by_type[mine.component_type]) if mine.component_type in by_type else mine for mine in given]
    named = {mine.component_type for mine in given}
    return ours + [component for component in found if component.component_type not in named]


def _environment(emissions: EmissionsData, overrides: Mapping[str, Any]) -> BoAmpsEnvironment:
    found = BoAmpsEnvironment(
        country=emissions.country_name, latitude=emissions.latitude, longitude=emissions.longitude
    )
    for name in ("location", "power_supplier_type", "power_source", "power_source_carbon_intensity"):
        if name in overrides:
            setattr(found, name, overrides[name])
    return found


def _filled(given: Any, found: Any) -> Any:
    """A copy of ``given`` with the fields that it leaves open as ``found`` has them."""
    open_fields = {f.name: getattr(found, f.name) for f in fields(given) if getattr(given, f.name) is None}
    return replace(given, **open_fields)


def _datetime(timestamp: str) -> str:
    return timestamp.replace("T", " ") if timestamp else timestamp
