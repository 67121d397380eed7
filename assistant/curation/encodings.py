"""The text of a file in UTF-8, UTF-16 or GB18030 (GBK is part of it), told by what it reads as."""

from pathlib import Path

from assistant.errors import DocumentError


def decode(path: Path, data: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 or GB18030 (GBK is part of it).

    Raises:
        DocumentError: it is not text, or in an encoding that cannot be told.
    """
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return _decoded(path, data, encoding)
    if b"\x00" in data[:4096]:
        return _decoded_wide(path, data)
    for encoding in ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8" or _reads_as_chinese(text):
            return _checked(path, text)
    return _guessed(path, data)


def _decoded(path: Path, data: bytes, encoding: str) -> str:
    try:
        return _checked(path, data.decode(encoding))
    except UnicodeDecodeError as caught:
        raise DocumentError(f"{path}: expected {encoding}, but byte {caught.start} is not") from None


def _decoded_wide(path: Path, data: bytes) -> str:
    """UTF-16 without its mark: in Chinese text with ASCII in it, one of the two halves is often zero."""
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _reads_as_chinese(text) or sum(char.isascii() and char.isprintable() for char in text) > 0.7 * len(text):
            return _checked(path, text)
    raise DocumentError(f"{path}: is a binary file, not a document that can be read")


def _reads_as_chinese(text: str) -> bool:
    """Whether decoding made sense: common characters, few private or rare ones."""
    shown = [char for char in text[:20_000] if not char.isspace()]
    odd = sum("\ue000" <= char <= "\uf8ff" or "\u3400" <= char <= "\u4dbf" or ord(char) > 0xFFFF for char in shown)
    known = sum(
        char.isascii()
        or "\u4e00" <= char <= "\u9fff"
        or "\u3000" <= char <= "\u303f"
        or "\uff00" <= char <= "\uffef"
        or "\u2010" <= char <= "\u2030"
        for char in shown
    )
    return bool(shown) and odd * 50 <= len(shown) and known >= 0.9 * len(shown)


def _guessed(path: Path, data: bytes) -> str:
    import charset_normalizer

    best = charset_normalizer.from_bytes(data[:200_000]).best()
    if best is None:
        raise DocumentError(f"{path}: is not text in an encoding that can be told (expected UTF-8, GBK or UTF-16)")
    try:
        return _checked(path, data.decode(best.encoding))
    except (UnicodeDecodeError, LookupError):
        raise DocumentError(
            f"{path}: is not text in an encoding that can be told (expected UTF-8, GBK or UTF-16)"
        ) from None


def _checked(path: Path, text: str) -> str:
    odd = sum(char < " " and char not in "\t\n\r\x0b\x0c" for char in text[:20_000])
    if odd * 100 > len(text[:20_000]):
        raise DocumentError(f"{path}: is a binary file, not a document that can be read")
    return text
