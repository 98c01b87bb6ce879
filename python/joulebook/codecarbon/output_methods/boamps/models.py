"""The parts of a BoAmps report (github.com/Boavizta/BoAmps). Fields are its keys in snake_case; what is ``None`` is left out."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, ClassVar, Dict, List, Mapping, Optional, Type, TypeVar

P = TypeVar("P", bound="_Part")


def snake_to_camel(name: str) -> str:
    """``component_type`` as ``componentType``."""
    first, *rest = name.split("_")
    return first + "".join(word.title() for word in rest)


def camel_to_snake(name: str) -> str:
    """``componentType`` as ``component_type``."""
    parted = re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1_\2", name)
    return re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", parted).lower()


class _Part:
    """To and from the JSON of a report."""

    _parts: ClassVar[Mapping[str, Type[_Part]]] = {}

    def to_dict(self) -> Dict[str, Any]:
        """With the report's own keys, without what is not known."""
        found = ((f.name, getattr(self, f.name)) for f in fields(self))  # type: ignore[arg-type]
        return {snake_to_camel(name): _plain(value) for name, value in found if value is not None}

    @classmethod
    def from_dict(cls: Type[P], d: Mapping[str, Any]) -> P:
        """From the report's own keys. Raises ``TypeError`` for one that is none."""
        values = {}
        for key, value in d.items():
            name = camel_to_snake(key)
            part = cls._parts.get(name)
            if part is not None and isinstance(value, list):
                value = [part.from_dict(item) for item in value]
            elif part is not None and isinstance(value, dict):
                value = part.from_dict(value)
            values[name] = value
        return cls(**values)


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.to_dict() if is_dataclass(value) and isinstance(value, _Part) else value


@dataclass
class BoAmpsPublisher(_Part):
    name: Optional[str] = None
    division: Optional[str] = None
    project_name: Optional[str] = None
    confidentiality_level: Optional[str] = None
    public_key: Optional[str] = None


@dataclass
class BoAmpsHeader(_Part):
    _parts = {"publisher": BoAmpsPublisher}

    licensing: Optional[str] = None
    format_version: Optional[str] = None
    format_version_specification_uri: Optional[str] = None
    report_id: Optional[str] = None
    report_datetime: Optional[str] = None
    report_status: Optional[str] = None
    publisher: Optional[BoAmpsPublisher] = None


@dataclass
class BoAmpsAlgorithm(_Part):
    training_type: Optional[str] = None
    algorithm_type: Optional[str] = None
    algorithm_name: Optional[str] = None
    algorithm_uri: Optional[str] = None
    foundation_model_name: Optional[str] = None
    foundation_model_uri: Optional[str] = None
    parameters_number: Optional[float] = None
    framework: Optional[str] = None
    framework_version: Optional[str] = None
    class_path: Optional[str] = None
    layers_number: Optional[float] = None
    epochs_number: Optional[float] = None
    optimizer: Optional[str] = None
    quantization: Optional[str] = None


@dataclass
class BoAmpsDataset(_Part):
    data_usage: Optional[str] = None
    data_type: Optional[str] = None
    data_format: Optional[str] = None
    data_size: Optional[float] = None
    data_quantity: Optional[float] = None
    shape: Optional[str] = None
    source: Optional[str] = None
    source_uri: Optional[str] = None
    owner: Optional[str] = None


@dataclass
class BoAmpsTask(_Part):
    _parts = {"algorithms": BoAmpsAlgorithm, "dataset": BoAmpsDataset}

    task_stage: Optional[str] = None
    task_family: Optional[str] = None
    nb_request: Optional[float] = None
    algorithms: Optional[List[BoAmpsAlgorithm]] = None
    dataset: Optional[List[BoAmpsDataset]] = None
    measured_accuracy: Optional[float] = None
    estimated_accuracy: Optional[str] = None
    task_description: Optional[str] = None


@dataclass
class BoAmpsMeasure(_Part):
    measurement_method: Optional[str] = None
    manufacturer: Optional[str] = None
    version: Optional[str] = None
    cpu_tracking_mode: Optional[str] = None
    gpu_tracking_mode: Optional[str] = None
    average_utilization_cpu: Optional[float] = None
    average_utilization_gpu: Optional[float] = None
    power_calibration_measurement: Optional[float] = None
    duration_calibration_measurement: Optional[float] = None
    power_consumption: Optional[float] = None
    measurement_duration: Optional[float] = None
    measurement_date_time: Optional[str] = None


@dataclass
class BoAmpsSystem(_Part):
    os: Optional[str] = None
    distribution: Optional[str] = None
    distribution_version: Optional[str] = None


@dataclass
class BoAmpsSoftware(_Part):
    language: Optional[str] = None
    version: Optional[str] = None


@dataclass
class BoAmpsHardware(_Part):
    component_name: Optional[str] = None
    component_type: Optional[str] = None
    nb_component: Optional[int] = None
    memory_size: Optional[float] = None
    manufacturer: Optional[str] = None
    family: Optional[str] = None
    series: Optional[str] = None
    share: Optional[float] = None


@dataclass
class BoAmpsInfrastructure(_Part):
    _parts = {"components": BoAmpsHardware}

    infra_type: Optional[str] = None
    cloud_provider: Optional[str] = None
    cloud_instance: Optional[str] = None
    cloud_service: Optional[str] = None
    components: Optional[List[BoAmpsHardware]] = None


@dataclass
class BoAmpsEnvironment(_Part):
    country: Optional[str] = None
    latitude: Optional[float] = None
    longitude: Optional[float] = None
    location: Optional[str] = None
    power_supplier_type: Optional[str] = None
    power_source: Optional[str] = None
    power_source_carbon_intensity: Optional[float] = None


@dataclass
class BoAmpsReport(_Part):
    _parts = {
        "header": BoAmpsHeader, "task": BoAmpsTask, "measures": BoAmpsMeasure, "system": BoAmpsSystem, "software": BoAmpsSoftware,
        "infrastructure": BoAmpsInfrastructure, "environment": BoAmpsEnvironment,
    }

    header: Optional[BoAmpsHeader] = None
    task: Optional[BoAmpsTask] = None
    measures: Optional[List[BoAmpsMeasure]] = None
    system: Optional[BoAmpsSystem] = None
    software: Optional[BoAmpsSoftware] = None
    infrastructure: Optional[BoAmpsInfrastructure] = None
    environment: Optional[BoAmpsEnvironment] = None
    quality: Optional[str] = None
