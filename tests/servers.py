"""Real servers of other engines, started for tests: each on a free port of this machine, with a folder of its own."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SERVERS = ROOT / ".cache" / "servers"
STARTING_SECONDS = 120
USER, PASSWORD = "trees", "s3cret-of-trees"


@dataclass(frozen=True)
class Locked:
    """A server of the lock: what Maven calls it, and the hash of its file."""

    coordinates: str
    hash: str

    @cached_property
    def file(self) -> str:
        """Name of its file."""
        _group, name, version, packaging = self.coordinates.split(":")
        return f"{name}-{version}.{packaging}"


def locked() -> list[Locked]:
    """All servers of the lock."""
    lines = (ROOT / "tests" / "servers.lock").read_text(encoding="utf-8").splitlines()
    return [Locked(*line.split()) for line in lines if line and not line.startswith("#")]


def artifact(name: str) -> Path:
    """The file of a server; the test is skipped where it, or Java, is not there."""
    path = next(SERVERS / one.file for one in locked() if one.file.startswith(name))
    if not path.exists():
        pytest.skip(f"{path.name} is not there; `make servers` fetches it")
    if shutil.which("java") is None:
        pytest.skip("there is no java to run servers with")
    return path


@contextmanager
def fuseki() -> Iterator[str]:
    """Jena Fuseki with TDB2 behind a password: the address of its dataset, all three operations under it."""
    jar = artifact("jena-fuseki-server")
    with _folder() as folder:
        (folder / "passwd").write_text(f"{USER}: {PASSWORD}\n", encoding="utf-8")
        (folder / "database").mkdir()
        port = _free_port()
        options = ["--localhost", f"--port={port}", "--passwd=passwd", "--auth=basic", "--update", "--tdb2"]
        command = ["java", "-Xmx512m", "-jar", str(jar), *options, "--loc=database", "/trees"]
        with _running(command, folder, f"http://127.0.0.1:{port}/trees"):
            yield f"http://127.0.0.1:{port}/trees"


@contextmanager
def oxigraph() -> Iterator[str]:
    """Oxigraph's own server: its address."""
    program = Path(sys.executable).with_name("oxigraph")
    if not program.exists():
        pytest.skip("oxigraph's server is not installed beside Python")
    with _folder() as folder:
        port = _free_port()
        command = [str(program), "serve", "--location", "database", "--bind", f"127.0.0.1:{port}"]
        with _running(command, folder, f"http://127.0.0.1:{port}/"):
            yield f"http://127.0.0.1:{port}"


@contextmanager
def opensearch() -> Iterator[str]:
    """One OpenSearch node without plugins: its address. It refuses to run as root, so root starts it as `nobody`."""
    archive = artifact("opensearch")
    with _folder() as folder:
        with zipfile.ZipFile(archive) as packed:
            packed.extractall(folder)
        home = next(folder.glob("opensearch-*"))
        port, inner = _free_port(), _free_port()
        settings = {
            "discovery.type": "single-node",
            "http.port": port,
            "transport.port": inner,
            "path.data": folder / "data",
            "path.logs": folder / "logs",
            "cluster.routing.allocation.disk.threshold_enabled": "false",
        }
        options = [option for name, value in settings.items() for option in ("-E", f"{name}={value}")]
        java = Path(shutil.which("java") or "").resolve().parent.parent
        environment = {"JAVA_HOME": str(java), "OPENSEARCH_JAVA_OPTS": "-Xms512m -Xmx512m", "HOME": str(folder)}
        user = "nobody" if os.name == "posix" and os.geteuid() == 0 else None
        if user:
            for path in (folder, *folder.rglob("*")):
                shutil.chown(path, user)
        command = ["bash", str(home / "bin" / "opensearch"), *options]
        with _running(command, folder, f"http://127.0.0.1:{port}", environment, user):
            yield f"http://127.0.0.1:{port}"


@contextmanager
def _folder() -> Iterator[Path]:
    """A folder that another user may enter too, as the folders of pytest may not be."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def _running(
    command: Sequence[str],
    folder: Path,
    address: str,
    environment: Mapping[str, str] | None = None,
    user: str | None = None,
) -> Iterator[None]:
    """The server runs and answers; whatever it says stands in `folder/log`."""
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=folder, stdout=log, stderr=log, stdin=subprocess.DEVNULL, user=user,
            env={**os.environ, **(environment or {})}, start_new_session=True,
        )  # fmt: skip
        try:
            _wait(process, address, folder / "log")
            yield
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait(process: "subprocess.Popen[bytes]", address: str, log: Path) -> None:
    end = time.monotonic() + STARTING_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except urllib.error.HTTPError as answered:
            answered.close()
            return
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError(f"{address} did not come up:\n{log.read_text('utf-8', 'replace')[-3000:]}")
