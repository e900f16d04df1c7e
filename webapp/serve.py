"""The server behind `minutebook serve`."""

from pathlib import Path
from typing import Any

from webapp.settings import Settings, check_address

THREADS = 8


def serve(library: Path, host: str = "127.0.0.1", port: int = 8080, settings: Settings | None = None) -> None:
    """Serves the library until stopped. An address that other machines reach needs a password or leave to be public.

    Raises ConfigurationError otherwise, before anything listens, and LibraryError where
    `library` is none.
    """
    from waitress import serve as listen

    from webapp import create_app

    settings = settings or Settings()
    check_address(host, settings)
    proxy: dict[str, Any] = {}
    if settings.behind_tls:  # the visitor's address and scheme are what the one proxy in front says
        headers = {"x-forwarded-for", "x-forwarded-proto"}
        proxy = {"trusted_proxy": "*", "trusted_proxy_count": 1, "trusted_proxy_headers": headers}
    listen(create_app(library, settings), host=host, port=port, threads=THREADS, ident="Minutebook", **proxy)
