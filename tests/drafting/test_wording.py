"""Which script words an answer."""

from typing import Any

from assistant.corpus import Corpus, Script
from assistant.drafting.answer import Answer
from assistant.drafting.wording import Wording
from tests.drafting.conftest import Read

ANSWER = Answer("invoice", "kinds", {"invoice_kinds": "电子普通发票", "invoice_days": "3天"})


def script(number: int, reply: str, **more: Any) -> Script:
    """A script of the invoice answer."""
    data = {"id": f"s{number}", "language": "zh", "intent": "invoice", "case": "kinds", "replies": [reply], **more}
    return Script.model_validate(data)


def texts(read: Read, *scripts: Script, **request: Any) -> list[str]:
    """The wordings of ANSWER, best first."""
    situation = read("qinghe", "可以开票吗", **request)
    return [line.text for line in Wording(Corpus(scripts=scripts)).lines(ANSWER, situation) if not line.repeated]


def test_only_scripts_whose_slots_are_filled_are_used(read: Read) -> None:
    """A script that asks for what the answer does not give is left out."""
    found = texts(read, script(1, "{invoice_kinds}，{invoice_days}内"), script(2, "{gift}"))
    assert found == ["电子普通发票，3天内"]


def test_the_stores_own_words_come_first_when_they_tell_the_facts(read: Read) -> None:
    """An imported script without a case is used where it states what every wording of ours states."""
    own = {"case": None, "source": "话术.docx"}
    tells = script(2, "能开电子普通发票，3天给您", **own)
    vague = script(3, "可以的亲，联系客服开票", **own)
    found = texts(read, script(1, "有{invoice_kinds}，{invoice_days}内"), tells, vague)
    assert found == ["能开电子普通发票，3天给您", "有电子普通发票，3天内"]


def test_what_was_said_is_not_said_again(read: Read) -> None:
    """A sentence of this talk's history is passed over."""
    said = [{"role": "agent", "text": "您好，我们可以给您开发票的哦。"}]
    found = texts(read, script(1, "您好,我们可以给您开发票的哦。"), script(2, "能开的"), history=said)
    assert found == ["能开的"]


def test_the_same_request_gets_the_same_words(read: Read) -> None:
    """The order of the wordings hangs on the request alone."""
    scripts = [script(number, f"第{number}种说法") for number in range(5)]
    assert texts(read, *scripts) == texts(read, *scripts)
    orders = {tuple(texts(read, *scripts, buyer={"nick": nick})) for nick in "abcdefgh"}
    assert len(orders) > 1
