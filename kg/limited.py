"""Queries from outside: each in a process of its own that can be stopped, with bounds on time, memory and result.

Nothing stops a running query inside a process: neither a signal nor a thread. The child has no
network where the system lets it give it up, and reads the snapshot only.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kg.errors import LibraryError, MinutebookError, QueryError, QueryTimeout

_REFUSED = 65
"""Exit status of a child that explains itself on standard error."""
_PACKAGES = Path(__file__).parent.parent


def run(
    snapshot: Path,
    query: str,
    format_: str,
    parameters: Mapping[str, str] | None = None,
    *,
    seconds: float,
    memory_mb: int,
) -> bytes:
    """The serialised answer of a query on the snapshot in this folder.

    `parameters` are serialised RDF terms by variable. Raises QueryTimeout after `seconds`,
    start of the process included; QueryError where the query is refused, is not SPARQL, or
    needs more than `memory_mb` of memory or of result.
    """
    request = {"snapshot": str(snapshot), "query": query, "format": format_, "parameters": dict(parameters or {})}
    content = json.dumps({**request, "memory_mb": memory_mb}).encode()
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(_PACKAGES), os.environ.get("PYTHONPATH", "")])}
    with tempfile.TemporaryFile() as output:
        child = subprocess.Popen(
            [sys.executable, "-m", "kg.limited"],
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.PIPE,
            env=environment,
        )
        try:
            _, problem = child.communicate(content, timeout=seconds)
        except subprocess.TimeoutExpired:
            raise QueryTimeout(f"the query ran longer than {seconds:g} s and was stopped") from None
        finally:
            child.kill()
            child.wait()
            for pipe in (child.stdin, child.stderr):
                if pipe is not None:
                    pipe.close()
        if child.returncode:
            raise _failure(child.returncode, problem, memory_mb)
        output.seek(0)
        return output.read()


def _failure(status: int, problem: bytes, memory_mb: int) -> MinutebookError:
    if status == _REFUSED:
        told = json.loads(problem)
        return LibraryError(told["message"]) if told["library"] else QueryError(told["message"])
    if status < 0 or b"MemoryError" in problem:
        return QueryError(f"the query was stopped: it needs more than {memory_mb} MB of memory, stack or result")
    raise RuntimeError(problem.decode(errors="replace"))


def _serve() -> None:
    """In the child: read the request from standard input, answer on standard output."""
    request = json.loads(sys.stdin.buffer.read())
    _give_up_network()
    _bound(request["memory_mb"])
    from kg.snapshot import Snapshot
    from kg.sparql import execute, serialise

    try:
        parameters: Any = {name: _term(text) for name, text in request["parameters"].items()}
        found = execute(Snapshot(Path(request["snapshot"])), request["query"], parameters)
        serialise(found, request["format"], sys.stdout.buffer)
        sys.stdout.flush()
    except (QueryError, OSError) as problem:
        told = {"message": str(problem), "library": isinstance(problem, OSError)}
        sys.stderr.write(json.dumps(told))
        sys.stderr.flush()
        os._exit(_REFUSED)
    os._exit(0)  # the store needs no closing, and freeing a large one takes time


def _term(text: str) -> object:
    from pyoxigraph import RdfFormat, parse

    return next(iter(parse(f"<x:s> <x:p> {text} .", format=RdfFormat.N_TRIPLES))).object


def _bound(memory_mb: int) -> None:
    """Limit memory and the size of what is written. Windows has no such limits."""
    try:
        import resource
    except ImportError:
        return
    size = memory_mb * 1024 * 1024
    for limit in (resource.RLIMIT_AS, resource.RLIMIT_FSIZE):
        resource.setrlimit(limit, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _give_up_network() -> None:
    """Move to a network of its own that leads nowhere, where the system allows it (Linux user namespaces)."""
    if sys.platform != "linux":
        return
    import ctypes

    new_user, new_network = 0x10000000, 0x40000000
    ctypes.CDLL(None).unshare(new_user | new_network)


if __name__ == "__main__":
    _serve()
