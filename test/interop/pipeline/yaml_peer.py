"""What DVC writes, reads and hashes, a JSON line in, a JSON line out. Values travel with their type: ["i", "12"], ["s", "text"]."""

import datetime
import json
import sys

from dvc.schema import COMPILED_LOCKFILE_SCHEMA, COMPILED_SINGLE_STAGE_SCHEMA
from dvc.stage.cache import _get_cache_hash
from dvc.utils.serialize import dumps_yaml, loads_yaml, parse_yaml


def decode(value):
    sort, *rest = value
    if sort == "z":
        return None
    if sort == "i":
        return int(rest[0])
    if sort == "f":
        return float(rest[0])
    if sort == "t":
        kind, text = rest
        return datetime.date.fromisoformat(text) if kind == "date" else datetime.datetime.fromisoformat(text)
    if sort == "l":
        return [decode(item) for item in rest[0]]
    if sort == "m":
        return {as_key(decode(key)): decode(item) for key, item in rest[0]}
    return rest[0]


def as_key(value):
    return tuple(value) if isinstance(value, list) else value


def encode(value):
    if value is None:
        return ["z"]
    if isinstance(value, bool):
        return ["b", value]
    if isinstance(value, int):
        return ["i", str(value)]
    if isinstance(value, float):
        return ["f", repr(value)]
    if isinstance(value, str):
        return ["s", value]
    if isinstance(value, datetime.datetime):
        return ["t", "datetime", str(value)]
    if isinstance(value, datetime.date):
        return ["t", "date", str(value)]
    if isinstance(value, dict):
        return ["m", [[encode(key), encode(item)] for key, item in value.items()]]
    if isinstance(value, (list, tuple)):
        return ["l", [encode(item) for item in value]]
    raise TypeError(type(value).__name__)


def answer(request):
    if "dump" in request:
        return dumps_yaml(decode(request["dump"]))
    if "json" in request:
        return json.dumps(decode(request["json"]), sort_keys=True)
    if "repr" in request:
        return repr(decode(request["repr"]))
    if "same" in request:
        a, b = request["same"]
        return decode(a) == decode(b)
    if "entry" in request:
        entry = decode(request["entry"])
        value = _get_cache_hash(entry)
        return [_get_cache_hash(entry, key=True), value]
    if "lock" in request:
        return bool(COMPILED_LOCKFILE_SCHEMA(parse_yaml(request["lock"], "dvc.lock")))
    if "data" in request:
        COMPILED_SINGLE_STAGE_SCHEMA(parse_yaml(request["data"], "x.dvc"))
        return True
    value = loads_yaml(request["load"])
    return [encode(value), dumps_yaml(value)]


for line in sys.stdin:
    try:
        reply = {"ok": answer(json.loads(line))}
        json.dumps(reply, ensure_ascii=False).encode()
    except Exception as error:  # what DVC raises, whatever it is
        reply = {"error": type(error).__name__}
    print(json.dumps(reply))
