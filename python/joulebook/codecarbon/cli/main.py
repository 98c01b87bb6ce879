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


#: Commands of CodeCarbon that speak to its server.
_ELSEWHERE = ("config", "get-token", "login", "test-api")


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Runs the command; its exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    command: List[str] = []
    if "--" in given:
        at = given.index("--")
        given, command = given[:at], given[at + 1 :]
    if given and given[0] in _ELSEWHERE:
        print("codecarbon %s speaks to CodeCarbon's server and is not part of joulebook; see `joulebook --help`" % given[0], file=sys.stderr)
        return 2
    parser = _parser()
    options, rest = parser.parse_known_args(given)
    if rest and (options.verb != "monitor" or rest[0].startswith("-")):
        parser.error("unknown: " + " ".join(rest))
    if options.verb == "detect":
        return _detect()
    if options.verb == "monitor":
        return _monitor(options, rest + command)
    parser.print_help()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="codecarbon", description="CodeCarbon's command, measured by joulebook.", allow_abbrev=False,
        epilog="%s speak to CodeCarbon's server and are not part of joulebook." % ", ".join(_ELSEWHERE),
    )
    parser.add_argument("-v", "--version", action="version", version=__version__)
    verbs = parser.add_subparsers(dest="verb", metavar="COMMAND")
    verbs.add_parser("detect", help="say what this machine is")
    monitor = verbs.add_parser(
        "monitor", help="measure a command, or this machine until it is told to stop", allow_abbrev=False,
        usage="codecarbon monitor [options] [-- COMMAND ...]",
    )
    monitor.add_argument("--project-name", help="the project of the run")
    monitor.add_argument("--measure-power-secs", type=float, help="seconds between two readings (default 10)")
    monitor.add_argument("--api-call-interval", type=int, help="readings between two calls of a server (default 30)")
    # CodeCarbon sends to its server unless told not to; joulebook sends nothing unless told to.
    monitor.add_argument("--api", action="store_true", help="send to CodeCarbon's server (default: nothing is sent)")
    monitor.add_argument("--no-api", action="store_false", dest="api", help="send nothing")
    monitor.add_argument("--offline", action="store_true", help="the place is given: --country-iso-code")
    monitor.add_argument("--no-offline", action="store_false", dest="offline", help="joulebook finds the place out (default)")
    monitor.add_argument("--country-iso-code", help="three letters, e.g. FRA")
    monitor.add_argument("--region", help="a state, province or city in it")
    monitor.add_argument("--log-level", help="critical, error (default), warning, info or debug")
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
        print("   Emissions: " + ("N/A" if emissions is None or emissions != emissions else "%.4g g CO2eq" % (emissions * 1000)))
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
