"""Whatever field somebody else fills in, a page shows it as letters."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

from assistant.domain.base import load_yaml
from assistant.errors import BadInput
from assistant.resources import resource_dir
from assistant.review import FixedShops, Review, open_review
from assistant.settings import Assistant, Settings, Toolbox
from assistant.settings.review import ReviewSettings
from assistant.web import Desk, create_app
from tests.review.conftest import CHEAP, KEY, Clock
from tests.review.drafts import order
from tests.web.conftest import PASSWORD
from tests.web.pages import TOOL, tags, waiting

ATTACK = "<img src=x onerror=alert(1)>'\"><script>alert(1)</script>{{7*7}}{name}<a href=javascript:alert(1) hx-get=/queue hx-trigger=load>"
PATHS = ("/queue", "/history", "/figures", "/proposals", "/people", "/tokens")


@pytest.fixture(scope="module")
def hostile_shops(tmp_path_factory: pytest.TempPathFactory) -> FixedShops:
    """A store whose name, agent, products and gifts are an attack."""
    profile: Any = load_yaml(resource_dir("examples") / "stores" / "qinghe.yaml", error=BadInput)
    profile["name"] = profile["agent"] = ATTACK
    for product in profile["products"]:
        product["title"] = ATTACK
    path = tmp_path_factory.mktemp("hostile") / "qinghe.yaml"
    path.write_text(json.dumps(profile, ensure_ascii=False), "utf-8")
    return FixedShops({"qinghe": Assistant.from_store(path, toolbox=Toolbox(Settings()))})


@pytest.fixture
def hostile(peopled_file: Path, tmp_path: Path, hostile_shops: FixedShops, clock: Clock) -> Iterator[Review]:
    """A queue over that store."""
    path = tmp_path / "hostile.sqlite3"
    shutil.copy(peopled_file, path)
    settings = ReviewSettings(database=f"sqlite:///{path}", keys=(SecretStr(KEY),))
    review = open_review(settings, hostile_shops, clock=clock, sleep=clock.advance, hasher=CHEAP, migrate=False)
    yield review
    review.database.close()


def test_what_anybody_writes_is_text_everywhere(hostile: Review, clock: Clock) -> None:
    """Message, nick, history, order, product, store, draft, attempt, script, reason, note, edit, account, token: letters."""
    attempts = [
        {"source": "model", "outcome": "block", "violations": ["invoice.fee"], "text": ATTACK, "error": ATTACK},
        {"source": "composer", "outcome": "pass", "text": ATTACK + "!"},
    ]
    bought = order() | {"note": ATTACK, "carrier": ATTACK, "tracking": ATTACK, "buyer_nick": ATTACK}
    bought["items"] = [{"product": "QH-2201", "sku": ATTACK, "quantity": 1}]
    bought["receiver"] = {"name": ATTACK, "phone": ATTACK, "address": ATTACK}
    made = waiting(
        hostile,
        ATTACK,
        message=ATTACK,
        buyer={"nick": ATTACK},
        orders=[bought],
        product="QH-2201",
        history=[{"role": "agent", "text": ATTACK}],
        script=ATTACK,
        draft={"attempts": attempts, "reason": ATTACK},
    )
    hostile.accounts.create(ATTACK[:59], "agent", ["qinghe"], by=None)
    hostile.accounts.create_token(ATTACK[:59], ["search"], by=hostile.accounts.sign_in("ada", PASSWORD).reviewer)
    rejected = waiting(hostile, minutes=1, draft={"intent": "invoice"})
    hostile.queue.reject(rejected.id, rejected.version, "tone", by=TOOL, note=ATTACK)
    edited = waiting(hostile, minutes=2)
    hostile.queue.edit_and_approve(edited.id, edited.version, f"亲，有货的哦，{ATTACK[:28]}", by=TOOL)
    session = hostile.accounts.sign_in("ada", PASSWORD)
    browser = TestClient(
        create_app(Desk(hostile, clock=clock)),
        follow_redirects=False,
        headers={"x-csrf-token": session.csrf},
        cookies={"session": session.token},
    )
    root = f"/drafts/{made.id}"
    pages = [browser.get(path).text for path in (*PATHS, root, f"{root}?edit=1&done={ATTACK}&last={ATTACK}")]
    pages += [browser.get(f"/drafts/{one.id}").text for one in (rejected, edited)]
    pages += [browser.get(path, params={"words": ATTACK, "store": ATTACK, "since": ATTACK}).text for path in PATHS]
    pages += [browser.post(f"{root}/check", data={"text": ATTACK}).text]
    pages += [
        browser.post(f"{root}/{what}", data={"version": "7", "text": ATTACK, "note": ATTACK, "reason": ATTACK}).text
        for what in ("approve", "reject", "overrule", "hand-over")
    ]
    assert sum("&lt;script&gt;" in page for page in pages) >= 12
    for page in pages:
        found = tags(page)
        assert "img" not in {tag for tag, _ in found}
        for tag, attributes in found:
            assert not [name for name in attributes if name.startswith("on")], (tag, attributes)
            assert tag != "script" or (attributes.get("src") or "").startswith("/static/")
            assert not (attributes.get("href") or "").startswith("javascript:")
            assert attributes.get("hx-trigger") != "load"
        assert page.count("7*7") == page.count("{{7*7}}")
