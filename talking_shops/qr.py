"""A QR code as lines of a drawing: `<svg viewBox="0 0 {size} {size}"><path d="{path}"/></svg>`."""

from dataclasses import dataclass

import segno

QUIET = 4  # modules of white around it, as ISO/IEC 18004 asks for


@dataclass(frozen=True)
class QRCode:
    """The side of the square in modules, the white around it included, and the dark ones as a path."""

    size: int
    path: str


def qr_of(address: str) -> QRCode:
    """The code of a web address. A quarter of it may be dirty or torn, and it can still be read."""
    rows = [bytes(row) for row in segno.make_qr(address, error="q").matrix_iter(border=QUIET)]
    strokes = [f"M{left} {top}h{length}v1h-{length}z" for top, row in enumerate(rows) for left, length in _runs(row)]
    return QRCode(size=len(rows), path="".join(strokes))


def _runs(row: bytes) -> list[tuple[int, int]]:
    """Where dark modules stand beside each other: from where on, and how many."""
    runs: list[tuple[int, int]] = []
    for place, dark in enumerate(row):
        if dark and runs and sum(runs[-1]) == place:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        elif dark:
            runs.append((place, 1))
    return runs
