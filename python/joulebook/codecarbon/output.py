"""All outputs and what they write."""

from .output_methods.base_output import BaseOutput, OutputMethod
from .output_methods.boamps import BoAmpsOutput
from .output_methods.emissions_data import EmissionsData, TaskEmissionsData
from .output_methods.file import FileOutput
from .output_methods.http import CodeCarbonAPIOutput, HTTPOutput
from .output_methods.logger import GoogleCloudLoggerOutput, LoggerOutput
from .output_methods.metrics.logfire import LogfireOutput
from .output_methods.metrics.prometheus import PrometheusOutput

__all__ = [
    "BaseOutput", "BoAmpsOutput", "CodeCarbonAPIOutput", "EmissionsData", "FileOutput", "GoogleCloudLoggerOutput", "HTTPOutput",
    "LogfireOutput", "LoggerOutput", "OutputMethod", "PrometheusOutput", "TaskEmissionsData",
]
