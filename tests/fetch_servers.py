"""Fetch the servers of `servers.lock` into `.cache/servers` with Maven, as it is set up here; check their hashes."""

import subprocess
import sys
from hashlib import sha256
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.servers import SERVERS, locked

COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy"


def main() -> None:
    """Fetch what is not there yet."""
    SERVERS.mkdir(parents=True, exist_ok=True)
    for one in locked():
        path = SERVERS / one.file
        if path.exists() and sha256(path.read_bytes()).hexdigest() == one.hash:
            continue
        told = [f"-Dartifact={one.coordinates}", f"-DoutputDirectory={SERVERS}", "-Dmdep.overWriteReleases=true"]
        subprocess.run(["mvn", "--batch-mode", "--quiet", COPY, *told], check=True)
        found = sha256(path.read_bytes()).hexdigest()
        if found != one.hash:
            path.unlink()
            raise SystemExit(f"{one.coordinates} has the hash {found}, not that of the lock; it was removed")


if __name__ == "__main__":
    main()
