"""Runs a command and tells what it took, as JSON on the last line of stderr: wall and processor time in s, peak memory in MB."""

import json
import os
import subprocess
import sys
import time

begun = time.monotonic()
child = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, usage = os.wait4(child.pid, 0)
took = {
    "wall": time.monotonic() - begun,
    "cpu": usage.ru_utime + usage.ru_stime,
    "mb": usage.ru_maxrss / 1000 * 1.024,
    "code": os.waitstatus_to_exitcode(status),
}
print(json.dumps(took), file=sys.stderr)
