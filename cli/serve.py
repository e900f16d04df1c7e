"""`minutebook serve`: the library in a web browser."""

import click

from cli.output import note
from cli.place import Place, pass_place


@click.command
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8080, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@pass_place
def serve(place: Place, host: str, port: int) -> None:
    """Show the library in a web browser until you stop it with Ctrl-C."""
    from webapp.serve import serve as listen

    library = place.library()
    library.snapshot()
    note(f"Open http://{host}:{port}/ in a browser; Ctrl-C stops it.")
    listen(library.folder, host=host, port=port)
