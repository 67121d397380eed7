"""Documents in every encoding and format, and those that cannot be read."""

import io
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest

from assistant.curation.documents import MAX_BYTES, read_document
from assistant.curation.layouts import find_scripts
from assistant.errors import DocumentError

WORDS = "亲，您好，欢迎光临本店。有什么可以帮您的呢？\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_in_every_usual_encoding(tmp_path: Path, encoding: str) -> None:
    """The same words come out of UTF-8 with and without mark, GBK, GB18030 and UTF-16 with and without mark."""
    path = tmp_path / "a.txt"
    path.write_bytes((WORDS * 3).encode(encoding))
    assert read_document(path).text == WORDS * 3


def test_line_ends_are_kept(tmp_path: Path) -> None:
    """Spans count characters of the decoded text, so nothing in it is translated."""
    path = tmp_path / "a.txt"
    path.write_bytes("一\r\n二".encode())
    assert read_document(path).text == "一\r\n二"


def _docx() -> bytes:
    document = docx.Document()
    document.add_paragraph("售前")
    table = document.add_table(rows=2, cols=2)
    for place, words in enumerate(["问题", "回复", "有货吗", "亲，有现货的哦"]):
        table.cell(place // 2, place % 2).text = words
    document.add_paragraph("结束")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _xlsx() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["问题", "回复"], ["有货吗", "亲，有现货的哦"], [None, None], ["几号发", "亲，48小时内发出哦"]):
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.docx", _docx()), ("a.xlsx", _xlsx()), ("a.csv", "问题,回复\r\n有货吗,亲，有现货的哦\r\n".encode("gbk"))],
    ids=["word", "excel", "csv"],
)
def test_cells_know_their_place(tmp_path: Path, name: str, data: bytes) -> None:
    """Every cell of a Word, Excel or CSV table stands in the document's text where it says."""
    path = tmp_path / name
    path.write_bytes(data)
    document = read_document(path)
    cells = [cell for table in document.tables for row in table for cell in row]
    assert "亲，有现货的哦" in [cell.text for cell in cells]
    assert all(document.text[cell.start : cell.end] == cell.text for cell in cells)


def test_quotation_marks_doubled_in_csv(tmp_path: Path) -> None:
    """A cell with quotation marks stands in the text as written, and comes out of an import as meant."""
    path = tmp_path / "a.csv"
    path.write_text('问题,回复\n有货吗,"亲，""白色""有现货的哦"\n', encoding="utf-8")
    document = read_document(path)
    assert document.text[slice(*find_scripts(document)[0].reply)] == '亲，""白色""有现货的哦'


def _zip(name: str, size: int) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, b"\0" * size)
    return stream.getvalue()


def _under_password(data: bytes) -> bytes:
    """An archive whose parts are marked as encrypted."""
    marked = bytearray(data)
    for mark, flags in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        place = marked.find(mark)
        while place >= 0:
            marked[place + flags] |= 1
            place = marked.find(mark, place + 4)
    return bytes(marked)


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

BROKEN = [
    ("locked.xlsx", _OLE + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le"), "under a password"),
    ("locked.docx", _OLE + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le"), "under a password"),
    ("marked.xlsx", _under_password(_xlsx()), "under a password"),
    ("cut.xlsx", _xlsx()[:2000], "broken"),
    ("cut.docx", _docx()[:-500], "broken"),
    ("word.xlsx", _docx(), "is a .docx file under another name"),
    ("excel.docx", _xlsx(), "is a .xlsx file under another name"),
    ("excel.txt", _xlsx(), "binary"),
    ("photo.txt", b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)) * 4, "binary"),
    ("photo2.txt", b"GIF89a" + bytes(range(256)) * 4, "binary"),
    ("empty.txt", b"", "empty"),
    ("blank.txt", b" \n\t\r\n", "empty"),
    ("image.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "binary"),
    ("noise.txt", bytes(range(32)) * 40, "binary"),
    ("broken.docx", b"PK\x03\x04 cut off", "broken"),
    ("nothing.docx", b"just words", "broken"),
    ("other.docx", _zip("hello.txt", 10), "broken"),
    ("other.xlsx", _zip("hello.txt", 10), "broken"),
    ("old.xlsx", _OLE + b"\0" * 600 + b"x", "old binary format"),
    ("old.xls", _OLE, "not read"),
    ("paper.pdf", b"%PDF-1.4", "not read"),
    ("huge.docx", _zip("word/document.xml", 450 * 2**20), "larger"),
]


@pytest.mark.parametrize(("name", "data", "reason"), BROKEN, ids=[case[0] for case in BROKEN])
def test_what_cannot_be_read_is_named_with_the_reason(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    """Empty, binary, broken, encrypted and blown-up files are refused with file and reason."""
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(DocumentError, match=reason) as caught:
        read_document(path)
    assert str(path) in str(caught.value)


def test_missing_folder_and_oversized(tmp_path: Path) -> None:
    """A missing file, a folder and a file beyond the limit are refused before they are read."""
    big = tmp_path / "big.txt"
    with big.open("wb") as stream:
        stream.truncate(MAX_BYTES + 1)
    for path, reason in ((tmp_path / "gone.txt", "cannot be read"), (tmp_path, "folder"), (big, "at most")):
        with pytest.raises(DocumentError, match=reason):
            read_document(path)
