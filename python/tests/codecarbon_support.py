"""What the tests of the CodeCarbon interface share."""

import contextlib
import io
import logging
import os
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from joulebook.codecarbon.external.logger import set_logger_format  # noqa: E402
from joulebook.codecarbon.output import EmissionsData  # noqa: E402


def data(**fields):
    """Figures of a run of ten seconds."""
    values = dict(
        timestamp="2026-01-15T10:30:00", project_name="p", run_id="run-1", experiment_id="e", duration=10.0, emissions=2e-5,
        emissions_rate=2e-6, cpu_power=20.0, gpu_power=0.0, ram_power=5.0, cpu_energy=2e-4 / 3.6, gpu_energy=0.0, ram_energy=5e-5 / 3.6,
        energy_consumed=2.5e-4 / 3.6, water_consumed=0.0, country_name="France", country_iso_code="FRA", region=None, cloud_provider="",
        cloud_region="", os="Linux", python_version="3.12", codecarbon_version="3", cpu_count=4, cpu_model="A CPU", gpu_count=0,
        gpu_model="", longitude=None, latitude=None, ram_total_size=16.0, tracking_mode="machine",
    )
    values.update(fields)
    return EmissionsData(**values)


def hush(test):
    """Keeps the log off the terminal until the test ends."""
    redirected = contextlib.redirect_stderr(io.StringIO())
    redirected.__enter__()
    set_logger_format()
    test.addCleanup(set_logger_format)
    test.addCleanup(redirected.__exit__, None, None, None)


class Server:
    """A web server that keeps what it is sent and answers as it is told."""

    def __init__(self):
        self.requests = []
        self.answers = []  # (status, text), the last one again and again
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def _take(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode("utf-8")
                headers = {name.lower(): value for name, value in self.headers.items()}
                outer.requests.append((self.command, self.path, headers, body))
                status, text = outer.answers.pop(0) if len(outer.answers) > 1 else outer.answers[0]
                self.send_response(status)
                self.end_headers()
                self.wfile.write(text.encode("utf-8"))

            do_POST = do_PUT = do_DELETE = _take

            def log_message(self, *_):
                pass

        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        self.address = "127.0.0.1:%d" % self._server.server_port
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()


@contextlib.contextmanager
def logged(level="WARNING"):
    """The lines that the logger ``codecarbon`` gets."""
    logger = logging.getLogger("codecarbon")
    lines = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(record.getMessage())
    before = logger.handlers, logger.level
    logger.handlers = [handler]
    logger.setLevel(level)
    try:
        yield lines
    finally:
        logger.handlers, level = before
        logger.setLevel(level)
