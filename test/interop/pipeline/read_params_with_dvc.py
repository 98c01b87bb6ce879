"""Reads files of parameters with DVC: for each line of stdin, {"path", "keys"}, one line of JSON on stdout."""

import json
import os
import sys

import dpath
from dpath.exceptions import InvalidGlob, InvalidKeyName
from dvc.utils.serialize import load_path
from dvc_objects.fs.local import LocalFileSystem

fs = LocalFileSystem()


def as_pairs(value):
    """Mappings as lists of pairs, so that their order and the type of their keys shows; tuples and sets as lists."""
    if isinstance(value, dict):
        return {"map": [[repr(key), as_pairs(member)] for key, member in value.items()]}
    if isinstance(value, set):
        return sorted(map(as_pairs, value), key=repr)
    return [as_pairs(item) for item in value] if isinstance(value, (list, tuple)) else value


def text_of(value):
    return json.dumps(as_pairs(value), default=str)


def find(values, key):
    try:
        return {"value": text_of(dpath.get(values, key, separator="."))}
    except KeyError:
        return None
    except (ValueError, InvalidGlob, InvalidKeyName):
        return "several"


for line in sys.stdin:
    asked = json.loads(line)
    try:
        values = load_path(asked["path"], fs)
    except Exception as exc:
        print(json.dumps({"error": type(exc).__name__}), flush=True)
        continue
    found = {key: find(values, key) for key in asked["keys"]}
    print(json.dumps({"text": text_of(values), "found": found}), flush=True)
