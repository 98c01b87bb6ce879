"""Asks DVC which paths a pattern ignores: for each line of stdin, `[pattern, path, whether it is a folder]` in JSON, the answer as JSON."""

import json
import sys
import warnings

from dvc.ignore import DvcIgnorePatterns

warnings.simplefilter("ignore")

for line in sys.stdin:
    pattern, path, is_folder = json.loads(line)
    text = pattern.strip()
    patterns = [] if text == "" or text.startswith("#") else [text]
    try:
        answer = DvcIgnorePatterns(patterns, "/r", "/")._ignore(path, is_folder)[0]
    except Exception:  # it cannot be compiled: DVC itself fails
        answer = None
    print(json.dumps(answer), flush=True)
