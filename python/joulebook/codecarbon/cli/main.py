"""CodeCarbon's command, as far as it measures: ``codecarbon monitor [-- COMMAND]`` and ``codecarbon detect``."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
from typing import Any, Dict, List, NoReturn, Optional, Sequence

from .._version import __version__
from ..core.config import get_hierarchical_config_with_sources
from ..emissions_tracker import BaseEmissionsTracker, EmissionsTracker, OfflineEmissionsTracker

#: Options that go to the tracker, and what they are where neither they nor a file says anything.
_DEFAULTS: Dict[str, Any] = {"project_name": None, "measure_power_secs": 10, "api_call_interval": 30, "log_level": "error"}
_LINE = "=" * 60


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Runs the command; its exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    command: List[str] = []
    if "--" in given:
        at = given.index("--")
        given, command = given[:at], given[at + 1 :]
    options, rest = _parser().parse_known_args(given)
    if options.version:
        print(__version__)
        return 0
    if options.verb == "detect":
        return _detect()
    if options.verb == "monitor":
        return _monitor(options, rest + command)
    print("codecarbon %s is not part of joulebook; see `joulebook --help`" % (options.verb or ""), file=sys.stderr)
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="codecarbon", allow_abbrev=False)
    parser.add_argument("-v", "--version", action="store_true")
    parser.add_argument("verb", nargs="?")
    parser.add_argument("--project-name")
    parser.add_argument("--measure-power-secs", type=float)
    parser.add_argument("--api-call-interval", type=int)
    # CodeCarbon sends to its server unless told not to; joulebook sends nothing unless told to.
    parser.add_argument("--api", action="store_true")
    parser.add_argument("--no-api", action="store_false", dest="api")
    parser.add_argument("--offline", action="store_true")
    parser.add_argument("--country-iso-code")
    parser.add_argument("--region")
    parser.add_argument("--log-level")
    return parser


def _tracker(options: argparse.Namespace, **more: Any) -> BaseEmissionsTracker:
    configured, _ = get_hierarchical_config_with_sources()
    arguments: Dict[str, Any] = dict(more)
    for name, otherwise in _DEFAULTS.items():
        value = getattr(options, name)
        if value is not None or (name not in configured and otherwise is not None):
            arguments[name] = otherwise if value is None else value
    if not options.offline:
        if options.api:
            arguments["save_to_api"] = True
        return EmissionsTracker(**arguments)
    if not options.country_iso_code and not configured.get("country_iso_code"):
        print("ERROR: Country ISO code is required for offline mode: --country-iso-code FRA", file=sys.stderr)
        raise SystemExit(1)
    for name in ("country_iso_code", "region"):
        if getattr(options, name):
            arguments[name] = getattr(options, name)
    return OfflineEmissionsTracker(**arguments)


def _monitor(options: argparse.Namespace, command: List[str]) -> int:
    if not command:
        return _monitor_machine(_tracker(options))
    tracker = _tracker(options, tracking_mode="process")
    tracker.start()
    status = 1
    try:
        status = _wait_for(command)
    finally:
        emissions = tracker.stop()
        print("\n" + _LINE)
        print("CodeCarbon Emissions Report (measured by joulebook)")
        print("   Command: " + " ".join(command))
        print("   Emissions: " + ("N/A" if emissions is None else "%.4g g CO2eq" % (emissions * 1000)))
        for handler in tracker._output_handlers:
            path = getattr(handler, "save_file_path", None)
            if path:
                print("   Saved to: " + os.path.abspath(path))
        print(_LINE)
    return status


def _wait_for(command: List[str]) -> int:
    """Runs a command; its status as a shell has it."""
    try:
        child = subprocess.Popen(command)
    except OSError as error:
        print("Error: %s: %s" % (command[0], error.strerror), file=sys.stderr)
        return 127 if isinstance(error, FileNotFoundError) else 126
    while True:
        try:
            status = child.wait()
            return status if status >= 0 else 128 - status
        except KeyboardInterrupt:
            continue  # it has had its own: how it ends is its choice


def _monitor_machine(tracker: BaseEmissionsTracker) -> int:
    def end(signum: int, frame: Any) -> NoReturn:
        tracker.stop()
        raise SystemExit(0)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)
    print("Monitoring this machine. Press Ctrl+C to stop and save emissions data.", flush=True)
    tracker.start()
    while not tracker._is_refused():
        signal.pause()
    return 1


def _detect() -> int:
    found = EmissionsTracker(output_methods=[], log_level="error").get_detected_hardware()
    print("Detected Hardware and System Information:")
    print("- Available RAM: %.3f GB" % (found["ram_total_size"] or 0.0))
    print("- CPU count: %s thread(s) in %s physical CPU(s)" % (found["cpu_count"], found["cpu_physical_count"]))
    print("- CPU model: %s" % found["cpu_model"])
    print("- GPU count: %s" % found["gpu_count"])
    print("- GPU model: %s" % found["gpu_model"])
    return 0


if __name__ == "__main__":
    sys.exit(main())
