"""Checks texts of dvc.yaml with DVC: for each line of stdin, a JSON string, what does not fit as a line of JSON on stdout."""

import json
import sys

from dvc.schema import COMPILED_MULTI_STAGE_SCHEMA
from dvc.utils.serialize import parse_yaml
from voluptuous import MultipleInvalid

for line in sys.stdin:
    try:
        COMPILED_MULTI_STAGE_SCHEMA(parse_yaml(json.loads(line), "dvc.yaml"))
        misfits = []
    except MultipleInvalid as exc:
        misfits = [[error.error_message, [str(part) for part in error.path]] for error in exc.errors]
    print(json.dumps(misfits), flush=True)
