"""Drafts that wait for a model keep tools waiting, and nobody else."""

import threading
from collections.abc import Sequence
from pathlib import Path

from starlette.testclient import TestClient

from assistant.model import ModelReply
from assistant.prompting import ChatMessage
from assistant.resources import resource_dir
from assistant.review import FixedShops, open_review
from assistant.review.records import ALL_SCOPES
from assistant.settings import Assistant, Settings
from assistant.settings.review import ReviewSettings
from assistant.web import Desk, create_app
from tests.review.conftest import CHEAP

MANY = 60
"""More than a server has threads."""


class Stuck:
    """A model that says nothing until the test lets it."""

    name = "stuck"

    def __init__(self) -> None:
        self.free = threading.Event()
        self.asked = threading.Semaphore(0)

    def ask(self, messages: Sequence[ChatMessage], *, timeout_s: float) -> ModelReply:
        """Hang."""
        self.asked.release()
        self.free.wait(timeout=60)
        return ModelReply(text="…")

    async def ask_async(self, messages: Sequence[ChatMessage], *, timeout_s: float) -> ModelReply:
        """Unused: the API drafts in threads."""
        raise NotImplementedError


def test_a_model_that_hangs_leaves_the_queue_answering(tmp_path: Path) -> None:
    """While more drafts hang than a server has threads, a reviewer's call is answered."""
    model = Stuck()
    shop = Assistant.from_store(
        resource_dir("examples") / "stores" / "qinghe.yaml", settings=Settings(deadline_s=60), model=model
    )
    settings = ReviewSettings(database=f"sqlite:///{tmp_path / 'r.sqlite3'}")
    review = open_review(settings, FixedShops({"qinghe": shop}), hasher=CHEAP)
    made = review.accounts.create("rui", "reviewer", ["qinghe"], by=None)
    by = review.accounts.sign_in("rui", made.one_time_password).reviewer
    secret = review.accounts.create_token("t", ALL_SCOPES, by=by).secret
    with TestClient(create_app(Desk(review)), headers={"authorization": f"Bearer {secret}"}) as client:
        asked = {"store": "qinghe", "message": "可以开发票吗"}
        crew = [
            threading.Thread(target=client.post, args=("/api/v1/drafts?queue=never",), kwargs={"json": asked})
            for _ in range(MANY)
        ]
        for thread in crew:
            thread.start()
        try:
            assert all(model.asked.acquire(timeout=60) for _ in range(40))
            answered: list[int] = []
            looking = threading.Thread(target=lambda: answered.append(client.get("/api/v1/queue").status_code))
            looking.start()
            looking.join(timeout=30)
            assert answered == [200]
        finally:
            model.free.set()
            for thread in crew:
                thread.join()
    review.database.close()
