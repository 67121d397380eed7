"""Which language a message is in: only what we need to know (Chinese, English, or another that we do not speak)."""

import functools
import unicodedata
from typing import Literal

from assistant.language.regex import regex

Detected = Literal["zh", "en", "other", "none"]
"""`none`: nothing to tell by (digits, emoji, a bare link)."""

_FOREIGN = frozenset(
    [
        "hola",
        "gracias",
        "cuando",
        "envio",
        "pedido",
        "quiero",
        "donde",
        "esta",
        "por",
        "favor",
        "que",
        "para",
        "como",
        "bonjour",
        "merci",
        "quand",
        "commande",
        "livraison",
        "combien",
        "est-ce",
        "vous",
        "nous",
        "pour",
        "avec",
        "bitte",
        "danke",
        "wann",
        "kommt",
        "mein",
        "paket",
        "ich",
        "und",
        "nicht",
        "wie",
        "lange",
        "obrigado",
        "quanto",
        "quando",
        "chega",
        "meu",
        "pedido",
        "você",
        "não",
        "grazie",
        "spedizione",
        "dove",
        "il",
        "mio",
        "ordine",
        "arriva",
        "cuanto",
        "cuánto",
        "cuándo",
        "cómo",
        "tarda",
        "llegar",
        "llega",
        "tiene",
        "tienen",
        "hay",
        "el",
        "los",
        "las",
        "del",
        "una",
        "talla",
        "precio",
        "comprar",
        "buenos",
        "buenas",
        "est",
        "livrez",
        "livraison",
        "taille",
        "prix",
        "les",
        "des",
        "je",
        "puis-je",
        "avez",
        "avez-vous",
        "colis",
        "bonsoir",
        "salut",
        "en",
        "haben",
        "sie",
        "ist",
        "das",
        "der",
        "ein",
        "eine",
        "größe",
        "lieferung",
        "kostet",
        "versand",
        "guten",
        "hallo",
        "kann",
        "bestellung",
        "tamanho",
        "preço",
        "entrega",
        "olá",
        "tem",
        "quero",
        "oi",
        "ciao",
        "taglia",
        "prezzo",
        "consegna",
        "buongiorno",
        "posso",
    ]
)
_ENGLISH = frozenset(
    [
        "the",
        "a",
        "is",
        "are",
        "you",
        "i",
        "my",
        "it",
        "do",
        "does",
        "can",
        "will",
        "when",
        "where",
        "how",
        "what",
        "to",
        "of",
        "for",
        "in",
        "on",
        "and",
        "not",
        "have",
        "has",
        "hi",
        "hello",
        "thanks",
        "please",
        "order",
        "size",
        "ship",
        "shipping",
        "much",
        "me",
        "your",
        "with",
        "any",
        "this",
        "that",
        "if",
        "be",
        "was",
        "arrived",
        "get",
    ]
)

_HAN = regex(r"[\u3400-\u9fff]")
_LATIN = regex(r"[a-zA-Z]")
_HAN_OR_ASCII = regex(r"[\x00-\x7f\u3400-\u9fff]+")
_KANA_OR_HANGUL = regex(r"[\u3040-\u30ff\uac00-\ud7af]")


@functools.lru_cache(maxsize=64)
def detect(text: str) -> Detected:
    """The language of a text, by its script and commonest words."""
    rest = _HAN_OR_ASCII.sub("", text)
    if _KANA_OR_HANGUL.search(rest):
        return "other"
    other = sum(map(str.isalpha, rest))
    han = len(_HAN.findall(text))
    latin = len(_LATIN.findall(text))
    if han and han * 2 >= latin // 3:
        return "zh"
    if other > latin // 4 and other > 2 and not _accented_latin(text):
        return "other"
    if not latin:
        return "zh" if han else ("other" if other else "none")
    words = [word.strip(".,!?¿¡'\"()").lower() for word in text.split()]
    foreign = sum(word in _FOREIGN for word in words)
    english = sum(word in _ENGLISH for word in words)
    # Marks that no English text carries settle it where a few words are alike in both languages ("a", "is").
    foreign += any(char in "¿¡ñçãõß" for char in text)
    if foreign > english and (foreign >= 2 or len(words) <= 3):
        return "other"
    return "en"


def _accented_latin(text: str) -> bool:
    return all("LATIN" in unicodedata.name(char, "") for char in text if char.isalpha())
