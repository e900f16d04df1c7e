"""What a document says about itself: kind, title, date, committee, authors."""

from ingest.blocks import Block


def header(text: str, blocks: tuple[Block, ...]) -> dict[str, str]:
    return {}
