"""A real Chromium at a real server. Without a Chromium on the machine these tests are skipped."""

import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from assistant.review import Review
from assistant.web.shield import Shield
from tests.web.conftest import PASSWORD

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)

DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}

Visit = Callable[..., Page]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for a module; the driver's event loop must not outlive it."""
    if CHROMIUM is None:
        pytest.skip("there is no Chromium on this machine (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def address(app: Shield) -> Iterator[str]:
    """The front door, listening on a free port of this machine."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join()
    listening.close()


@pytest.fixture
def visit(chromium: Browser, address: str, review: Review) -> Iterator[Visit]:
    """Gives a page of somebody who is signed in. A fault in any page's scripts, or against its policy, fails the test.

    Where a page is to be cut off from its server, that it says so in its console is no fault.
    """
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def signed_in(
        name: str,
        path: str = "/queue",
        *,
        phone: bool = False,
        language: str = "en-GB",
        cut_off: bool = False,
        scripts: bool = True,
    ) -> Page:
        context = chromium.new_context(
            base_url=address,
            viewport=PHONE if phone else DESK,
            locale=language,
            has_touch=phone,
            java_script_enabled=scripts,
        )
        context.set_default_timeout(5000)
        contexts.append(context)
        session = review.accounts.sign_in(name, PASSWORD)
        context.add_cookies([{"name": "session", "value": session.token, "url": address}])
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: faults.append(message.text) if _is_fault(message.text, cut_off) else None)
        page.goto(path)
        return page

    yield signed_in
    for context in contexts:
        context.close()
    assert faults == []


def _is_fault(text: str, cut_off: bool) -> bool:
    told_of_loss = cut_off and text.startswith(("htmx:afterRequest", "htmx:sendError"))
    return "Content Security Policy" in text or "Uncaught" in text or ("htmx:" in text and not told_of_loss)


@pytest.fixture
def picture(request: pytest.FixtureRequest) -> Callable[[Page, str], None]:
    """Keeps a picture of a page for a person to look at, where there is a folder `build/pictures`."""
    folder = request.config.rootpath / "build" / "pictures"

    def take(page: Page, name: str) -> None:
        if folder.is_dir():
            page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)

    return take
