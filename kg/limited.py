"""Queries from outside: each in a process of its own that can be stopped, with bounds on time, memory and result.

Nothing stops a running query inside a process: neither a signal nor a thread. The child has no
network where the system lets it give it up, and reads the snapshot only; where the graph is on a
server it asks that and nothing else.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from kg.errors import LibraryError, MinutebookError, QueryError, QuerySyntaxError, QueryTimeout, QueryTooBig

if TYPE_CHECKING:
    from kg.sparql import Graphs

_REFUSED = 65
"""Exit status of a child that explains itself on standard error."""
_TRUNCATED = b"truncated"
"""What a child says on standard error of an answer that it cut short."""
_PACKAGES = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Limits:
    """What a query may take: `rows` are rows or triples of its answer, any number for None."""

    seconds: float
    memory_mb: int
    rows: int | None = None

    def __str__(self) -> str:
        rows = "" if self.rows is None else f", {self.rows:,} rows"
        return f"{self.seconds:g} s, {self.memory_mb:,} MB{rows}"


def run(
    place: Mapping[str, Any],
    query: str,
    format_: str,
    output: BinaryIO,
    limits: Limits,
    *,
    parameters: Mapping[str, str] | None = None,
    graphs: "Graphs | None" = None,
    base: str | None = None,
) -> bool:
    """Write the answer to a query on the reader of this place to a system's file; True where rows were left out.

    `parameters` are serialised RDF terms by variable. Raises QueryTimeout after the seconds,
    start of the process included; QueryError where the query is refused or is not SPARQL,
    QueryTooBig where it needs more memory, or more room for its answer, than the limits give.
    """
    request = {
        "place": place,
        "query": query,
        "format": format_,
        "parameters": dict(parameters or {}),
        "graphs": graphs and [graphs.default, graphs.named],
        "base": base,
        "memory_mb": limits.memory_mb,
        "rows": limits.rows,
    }
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(_PACKAGES), os.environ.get("PYTHONPATH", "")])}
    child = subprocess.Popen(
        [sys.executable, "-m", "kg.limited"],
        stdin=subprocess.PIPE,
        stdout=output,
        stderr=subprocess.PIPE,
        env=environment,
    )
    try:
        _, told = child.communicate(json.dumps(request).encode(), timeout=limits.seconds)
    except subprocess.TimeoutExpired:
        raise QueryTimeout(f"the query ran longer than {limits.seconds:g} s and was stopped") from None
    finally:
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stderr):
            if pipe is not None:
                pipe.close()
    if child.returncode:
        raise _failure(child.returncode, told, limits.memory_mb)
    return told == _TRUNCATED


def _failure(status: int, problem: bytes, memory_mb: int) -> MinutebookError:
    if status == _REFUSED:
        told = json.loads(problem)
        if told["library"]:
            return LibraryError(told["message"])
        return QuerySyntaxError(*told["syntax"]) if told["syntax"] else QueryError(told["message"])
    if status < 0 or b"MemoryError" in problem:
        return QueryTooBig(f"the query was stopped: it needs more than {memory_mb} MB of memory, stack or result")
    raise RuntimeError(problem.decode(errors="replace"))


def _serve() -> None:
    """In the child: read the request from standard input, answer on standard output."""
    request = json.loads(sys.stdin.buffer.read())
    if "folder" in request["place"]:
        _give_up_network()
    from kg.engines import reader_at
    from kg.results import write
    from kg.sparql import Graphs, execute

    try:
        parameters: Any = {name: _term(text) for name, text in request["parameters"].items()}
        graphs = Graphs(*map(tuple, request["graphs"])) if request["graphs"] else None
        reader = reader_at(request["place"])
        _bound(request["memory_mb"])
        found = execute(reader, request["query"], parameters, graphs=graphs, base=request["base"])
        if write(found, request["format"], sys.stdout.buffer, request["rows"]):
            sys.stderr.buffer.write(_TRUNCATED)
        sys.stdout.flush()
        sys.stderr.flush()
    except (QueryError, LibraryError, OSError) as problem:
        syntax = problem.parts if isinstance(problem, QuerySyntaxError) else None
        told = {"message": str(problem), "library": isinstance(problem, LibraryError | OSError), "syntax": syntax}
        sys.stderr.write(json.dumps(told))
        sys.stderr.flush()
        os._exit(_REFUSED)
    os._exit(0)  # the store needs no closing, and freeing a large one takes time


def _term(text: str) -> object:
    from pyoxigraph import RdfFormat, parse

    return next(iter(parse(f"<x:s> <x:p> {text} .", format=RdfFormat.N_TRIPLES))).object


def _bound(memory_mb: int) -> None:
    """Limit the memory taken from now on and the size of what is written. Windows has no such limits."""
    try:
        import resource
    except ImportError:
        return
    size = memory_mb * 1024 * 1024
    limits = {resource.RLIMIT_AS: _taken() + size, resource.RLIMIT_FSIZE: size, resource.RLIMIT_CORE: 0}
    for limit, most in limits.items():
        resource.setrlimit(limit, (most, most))


def _taken() -> int:
    """Bytes of address space that the process has by now, most of it the engine's and never touched; 0 if unknown."""
    import resource

    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    except OSError:
        return 0


def _give_up_network() -> None:
    """Move to a network of its own that leads nowhere, where the system allows it (Linux user namespaces)."""
    if sys.platform != "linux":
        return
    import ctypes

    new_user, new_network = 0x10000000, 0x40000000
    ctypes.CDLL(None).unshare(new_user | new_network)


if __name__ == "__main__":
    _serve()
