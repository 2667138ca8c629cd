"""Files of notices: bytes in, lines out; and lines out again in a form that no spreadsheet takes for a formula."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from core.words import listed
from discharges.notice_fields import FIELDS, HEADINGS, KIND_HEADING

LONGEST = 10 * 1024 * 1024  # bytes
MOST_ROWS = 20_000
LONGEST_CELL = 11_000  # characters: the longest field and what may be trimmed of it
FORMULA = ("=", "+", "-", "@", "\t", "\r")
SEPARATORS = (",", ";", "\t")
NEEDED = (KIND_HEADING, "Issued", "Family name", "Hospital")
OURS = ("Line", "What is wrong")  # columns that we put before bad lines when we give them back
BY_HEADING: Mapping[str, str] = {
    " ".join(heading.casefold().split()): name for name, heading in {"kind": KIND_HEADING, **HEADINGS}.items()
}
EXAMPLE = {
    "kind": "Assessment notice", "issued_at": "20/11/2026 14:30", "family_name": "Example", "given_name": "Ann",
    "born_on": "14/7/1945", "nhs_number": "999 000 0018", "hospital": "Basildon University Hospital",
    "ward": "Elizabeth Fry", "admitted_on": "18/11/2026", "discharge_on": "27/11/2026",
}  # fmt: skip


class UnfitFile(ValueError):
    """A file that cannot be read at all; `str()` of it is a sentence for whoever sent it."""


@dataclass(frozen=True)
class Line:
    """One notice of a file: the number of the line on which it begins, and its cells by the names of fields."""

    number: int
    said: Mapping[str, str]
    problem: str = ""


def lines_of(content: bytes) -> list[Line]:
    """The notices of a file, without its headings and empty lines. Raises UnfitFile."""
    rows = _rows(_text_of(content))
    heading = next(rows, None)
    if heading is None:
        raise UnfitFile("The file is empty.")
    names = _names(heading[1])
    found = []
    for number, cells in rows:
        if any(cell.strip() for cell in cells):
            found.append(_line(number, cells, names))
        if len(found) > MOST_ROWS:
            raise UnfitFile(f"The file has more than {MOST_ROWS:,} notices. Send it in parts.")
    if not found:
        raise UnfitFile("The file has headings but no notices.")
    return found


def _text_of(content: bytes) -> str:
    if len(content) > LONGEST:
        raise UnfitFile(f"The file is larger than {LONGEST // 1024 // 1024} MB. Send it in parts.")
    if content[:2] in (b"PK", b"\xd0\xcf"):
        raise UnfitFile("This is a spreadsheet, not a CSV file. In Excel, save it as “CSV UTF-8”.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnfitFile(
            "The file is not UTF-8 (a letter such as é is written in an older way). In Excel, save it as “CSV UTF-8”."
        ) from error
    if "\0" in text:
        raise UnfitFile("The file holds a character that cannot be kept (the NUL character).")
    return text


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Rows with the line on which each begins; a quoted cell may go over several lines."""
    first = text.lstrip("\r\n").split("\n", 1)[0]
    separator = max(SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    begins = 1
    try:
        for cells in reader:
            if cells:
                yield begins, cells
            begins = reader.line_num + 1
    except csv.Error as error:
        raise UnfitFile(
            f"The file cannot be read from line {begins} on: a quotation mark that opens there is not closed."
        ) from error


def _names(headings: list[str]) -> list[str]:
    names = [BY_HEADING.get(" ".join(heading.casefold().split()), "") for heading in headings]
    strange = [
        heading.strip()[:60]
        for heading, name in zip(headings, names, strict=True)
        if not name and heading.strip() not in ("", *OURS)
    ]
    missing = [heading for heading in NEEDED if BY_HEADING[heading.casefold()] not in names]
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if missing:
        raise UnfitFile(f"The first line must hold the headings of the columns. Missing: {listed(missing)}.")
    if strange:
        raise UnfitFile(f"No notice has a column called {listed([f'“{one}”' for one in strange])}.")
    if twice:
        raise UnfitFile(f"Two columns are called {listed([f'“{HEADINGS.get(one, KIND_HEADING)}”' for one in twice])}.")
    return names


def _line(number: int, cells: list[str], names: list[str]) -> Line:
    pairs = zip(names, cells, strict=False)
    said = {name: _as_typed(cell.strip())[:LONGEST_CELL] for name, cell in pairs if name and cell.strip()}
    beyond = [cell for cell in cells[len(names) :] if cell.strip()]
    too_many = "This line has more cells than there are headings: a comma inside a cell must stand in quotation marks"
    return Line(number, said, too_many if beyond else "")


def _as_typed(cell: str) -> str:
    """A cell without the apostrophe that `harmless` put before it."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe goes before =, +, - and @."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def written(rows: Iterable[Iterable[object]]) -> str:
    """Rows as a CSV file, with the mark by which Excel knows UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([harmless(str(cell)) for cell in row] for row in rows)
    return "\ufeff" + out.getvalue()


def template() -> str:
    """A file with all headings and one example."""
    names = ["kind", *(field.name for field in FIELDS)]
    headings = [KIND_HEADING, *(field.label for field in FIELDS)]
    return written([headings, [EXAMPLE.get(name, "") for name in names]])
