"""Reading a store's documents: text in its encoding, Markdown, Word, Excel, CSV and Qianniu quick phrases."""

import csv
import io
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

from assistant.curation.encodings import decode
from assistant.curation.layouts.found import Cell, Document, Row
from assistant.errors import DocumentError

MAX_BYTES = 50 * 1024 * 1024
_MAX_UNPACKED = 400 * 1024 * 1024
_MAX_CHARACTERS = 20_000_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Old binary Office files, and new ones under a password, begin so."""
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_FOLDERS = {".docx": "word/", ".xlsx": "xl/"}
"""Where the parts of an Office file lie."""


def read_document(path: Path) -> Document:
    """Read one document.

    Raises:
        DocumentError: names the file and why it cannot be read.
    """
    data = _bytes(path)
    reader = _READERS.get(path.suffix.lower(), _read_text)
    document = reader(path, data)
    if not document.text.strip():
        raise DocumentError(f"{path}: holds no text")
    if len(document.text) > _MAX_CHARACTERS:
        raise DocumentError(f"{path}: expected at most {_MAX_CHARACTERS:,} characters")
    return document


def _bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise DocumentError(f"{path}: expected a file, but it is a folder")
        if size > MAX_BYTES:
            raise DocumentError(f"{path}: expected at most {MAX_BYTES // 2**20} MB, but it has {size / 2**20:.0f}")
        data = path.read_bytes()
    except OSError as caught:
        raise DocumentError(f"{path}: cannot be read ({caught.strerror or caught})") from None
    if not data.strip(b"\x00 \t\r\n"):
        raise DocumentError(f"{path}: is empty")
    return data


# Text


def _read_text(path: Path, data: bytes) -> Document:
    if data.startswith(_OLE) or data.startswith((b"PK\x03\x04", b"%PDF", b"Rar!", b"\x89PNG", b"\xff\xd8\xff")):
        raise DocumentError(f"{path}: is a binary file (expected text, .md, .docx, .xlsx or .csv)")
    return Document(path.name, decode(path, data))


# Tables


def _read_csv(path: Path, data: bytes) -> Document:
    text = decode(path, data)
    dialect = _dialect(text)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), dialect))
    except csv.Error as caught:
        raise DocumentError(f"{path}: expected a table of comma-separated values ({caught})") from None
    return Document(path.name, text, (_placed(text, rows),), quotes_doubled=True)


class _Semicolons(csv.excel):
    """Tables as Excel writes them where the comma is the decimal mark."""

    delimiter = ";"


def _dialect(text: str) -> type[csv.Dialect]:
    """By the marks of the first line: a Chinese cell may hold any of them, a heading hardly."""
    first = text.lstrip("\ufeff\r\n").partition("\n")[0]
    if "\t" in first and first.count("\t") >= first.count(","):
        return csv.excel_tab
    return _Semicolons if ";" in first and "," not in first else csv.excel


def _placed(text: str, rows: list[list[str]]) -> tuple[Row, ...]:
    """The cells as they are written in the file: quotation marks within a cell stand there doubled."""
    place = 0
    placed = []
    for row in rows:
        cells = []
        for cell in row:
            written = next((form for form in (cell, cell.replace('"', '""')) if text.find(form, place) >= 0), "")
            start = text.find(written, place)
            cells.append(Cell(written, start))
            place = start + len(written)
        placed.append(tuple(cells))
    return tuple(placed)


class _Writer:
    """Puts the pieces of an Office file into one text, and remembers where the cells of its tables stand."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self.tables: list[tuple[Row, ...]] = []

    def line(self, words: str) -> None:
        self._add(words + "\n")

    def table(self, rows: Iterable[list[str]]) -> None:
        placed = []
        for row in rows:
            cells = []
            for number, words in enumerate(row):
                if number:
                    self._add("\t")
                cells.append(Cell(words, self._length))
                self._add(words)
            self._add("\n")
            placed.append(tuple(cells))
        self.tables.append(tuple(placed))

    def document(self, name: str) -> Document:
        return Document(name, "".join(self._pieces), tuple(self.tables))

    def _add(self, words: str) -> None:
        self._pieces.append(words)
        self._length += len(words)


def _archive(path: Path, data: bytes, kind: str) -> None:
    """Refuse what is no Office file before a library trips over it.

    Raises:
        DocumentError: under a password, not a zip archive, broken, or unreasonably large when unpacked.
    """
    if data.startswith(_OLE):
        why = "is under a password" if _ENCRYPTED in data else "is in the old binary format"
        raise DocumentError(f"{path}: {why}; save it as {kind} without a password")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except zipfile.BadZipFile:
        raise DocumentError(f"{path}: expected a {kind} file, but it is broken or something else") from None
    if sum(item.file_size for item in parts) > _MAX_UNPACKED:
        raise DocumentError(f"{path}: is larger than {_MAX_UNPACKED // 2**20} MB when unpacked")
    if any(item.flag_bits & 1 for item in parts):
        raise DocumentError(f"{path}: is under a password; save it as {kind} without a password")
    other = next((name for name, folder in _FOLDERS.items() if any(p.filename.startswith(folder) for p in parts)), None)
    if other != kind:
        found = f"it is a {other} file under another name" if other else "it is broken or something else"
        raise DocumentError(f"{path}: expected a {kind} file, but {found}")


def _read_docx(path: Path, data: bytes) -> Document:
    _archive(path, data, ".docx")
    import docx
    from docx.table import Table
    from docx.text.paragraph import Paragraph

    writer = _Writer()
    try:
        content = docx.Document(io.BytesIO(data))
        for block in content.iter_inner_content():
            if isinstance(block, Paragraph):
                writer.line(block.text)
            elif isinstance(block, Table):
                writer.table([_row_text(row.cells) for row in block.rows])
    except Exception as caught:
        raise DocumentError(f"{path}: is a broken .docx file ({type(caught).__name__})") from None
    return writer.document(path.name)


def _row_text(cells: Iterable[object]) -> list[str]:
    """The cells' words; a merged cell, which stands there once for each column it covers, once."""
    seen: set[int] = set()
    words = []
    for cell in cells:
        mark = id(getattr(cell, "_tc", cell))
        words.append("" if mark in seen else str(getattr(cell, "text", "")))
        seen.add(mark)
    return words


def _read_xlsx(path: Path, data: bytes) -> Document:
    _archive(path, data, ".xlsx")
    import openpyxl

    writer = _Writer()
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        for sheet in book.worksheets:
            rows = [["" if value is None else str(value) for value in row] for row in sheet.iter_rows(values_only=True)]
            writer.table(rows[: _filled(rows)])
        book.close()
    except Exception as caught:
        raise DocumentError(f"{path}: is a broken .xlsx file ({type(caught).__name__})") from None
    return writer.document(path.name)


def _filled(rows: list[list[str]]) -> int:
    """How many rows there are up to the last that holds anything: a row's number is to be the sheet's own."""
    return max((number for number, row in enumerate(rows, 1) if any(cell.strip() for cell in row)), default=0)


def _refused(path: Path, data: bytes) -> Document:  # noqa: ARG001 - the signature of a reader
    raise DocumentError(f"{path}: the format {path.suffix} is not read; save it as text, .docx, .xlsx or .csv")


_READERS: dict[str, Callable[[Path, bytes], Document]] = {
    ".csv": _read_csv,
    ".tsv": _read_csv,
    ".docx": _read_docx,
    ".xlsx": _read_xlsx,
    ".xlsm": _read_xlsx,
    ".doc": _refused,
    ".xls": _refused,
    ".pdf": _refused,
    ".wps": _refused,
    ".et": _refused,
}
