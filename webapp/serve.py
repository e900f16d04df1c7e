"""The server behind `minutebook serve`."""

from pathlib import Path

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
    listen(create_app(library, settings), host=host, port=port, threads=THREADS, ident="Minutebook")
