"""Resolves projects with DVC: for each line of stdin, a folder with a dvc.yaml, one line of JSON on stdout."""

import json
import math
import os
import sys

from dvc.dependency import ParamsDependency
from dvc.dvcfile import ProjectFile
from dvc.repo import Repo


def out_of(out):
    return {
        "path": out.def_path,
        "kind": "metric" if out.metric else "plot" if out.plot else "out",
        "cache": out.use_cache,
        "persist": out.persist,
        "push": out.can_push,
        "remote": out.remote,
        "plot": out.plot if isinstance(out.plot, dict) and out.plot else None,
        "desc": out.annot.desc,
        "type": out.annot.type,
        "labels": out.annot.labels,
        "meta": out.annot.meta,
    }


def place_of(dep, root):
    return os.path.relpath(dep.fs_path, root) if dep.protocol == "local" else dep.def_path


def stage_of(stage, root):
    params = [dep for dep in stage.deps if isinstance(dep, ParamsDependency)]
    deps = [dep for dep in stage.deps if not isinstance(dep, ParamsDependency)]
    return {
        "cmd": stage.cmd,
        "wdir": os.path.relpath(stage.wdir, root),
        "deps": [[dep.def_path, place_of(dep, root)] for dep in deps],
        "params": [[dep.def_path, list(dict.fromkeys(dep.params))] for dep in params],
        "outs": [out_of(out) for out in stage.outs],
        "frozen": stage.frozen,
        "always_changed": stage.always_changed,
        "desc": stage.desc,
        "meta": stage.meta,
        "used": stage.tracked_vars,
    }


def error_of(exc):
    return {"error": type(exc).__name__, "message": str(exc)}


def attempt(make):
    try:
        return make()
    except Exception as exc:
        return error_of(exc)


def names_of(name, definition):
    return definition.get_generated_names() if hasattr(definition, "get_generated_names") else [name]


def resolve(root):
    os.chdir(root)
    os.makedirs(".dvc", exist_ok=True)
    with open(".dvc/config", "w") as config:
        config.write("[core]\n    no_scm = true\n")
    file = ProjectFile(Repo(root), os.path.join(root, "dvc.yaml"))
    try:
        resolver = file.resolver
    except Exception as exc:
        misfits = getattr(getattr(exc, "exc", None), "errors", [])
        told = [[error.error_message, [str(part) for part in error.path]] for error in misfits]
        return {**error_of(exc), "misfits": told}
    stages = {}
    for name, definition in resolver.definitions.items():
        names = attempt(lambda: names_of(name, definition))
        if isinstance(names, dict):
            stages[name] = names
            continue
        for full in names:
            stages[full] = attempt(lambda: stage_of(file.stages[full], root))
    sections = ("params", "metrics", "plots", "artifacts", "datasets")
    return {"stages": stages, "top": {name: attempt(lambda: getattr(file, name)) for name in sections}}


def finite(value):
    """JSON has no name for what is not finite."""
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, dict):
        return {key: finite(member) for key, member in value.items()}
    return [finite(item) for item in value] if isinstance(value, (list, tuple)) else value


for line in sys.stdin:
    found = attempt(lambda: resolve(line.strip()))
    print(json.dumps(finite(found), default=lambda other: {type(other).__name__: str(other)}), flush=True)
