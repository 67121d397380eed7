"""Where the server listens, and what a first start does."""

import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.cli.app import app
from assistant.errors import BadInput, SettingsError
from assistant.web.demo import load_scenes
from assistant.web.server import Listening, demand_safe, is_loopback
from tests.conftest import ROOT


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::", "example.com", "review.local"])
def test_beyond_this_machine_only_with_tls_or_a_flag(host: str, tmp_path: Path) -> None:
    """Anything that others can reach is refused without TLS, unless the operator says that it is meant."""
    with pytest.raises(SettingsError, match="passwords would travel in the open"):
        demand_safe(Listening(host))
    with pytest.raises(SettingsError, match="passwords would travel in the open"):
        demand_safe(Listening(host, behind_proxy=True))
    cert = tmp_path / "cert.pem"
    cert.touch()
    demand_safe(Listening(host, tls_cert=cert, tls_key=cert))
    demand_safe(Listening(host, allow_remote_without_tls=True))


def test_half_of_tls_is_refused(tmp_path: Path) -> None:
    """A certificate without a key, or one that is not there, stops the start."""
    cert = tmp_path / "cert.pem"
    cert.touch()
    with pytest.raises(SettingsError, match="both"):
        demand_safe(Listening(tls_cert=cert))
    with pytest.raises(SettingsError, match="no such file"):
        demand_safe(Listening(tls_cert=cert, tls_key=tmp_path / "key.pem"))


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
def test_loopback_is_this_machine(host: str) -> None:
    """The ways to name this machine alone need no TLS."""
    demand_safe(Listening(host))
    assert is_loopback(host)


def test_the_commands_keep_accounts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """From the command line a database is migrated, an account made, a token printed, the record read."""
    monkeypatch.setenv("ASSISTANT_REVIEW_DATABASE", f"sqlite:///{tmp_path / 'review.sqlite3'}")

    def run(*words: str, code: int = 0) -> str:
        result = CliRunner().invoke(app, ["review", *words])
        assert result.exit_code == code, result.output
        return result.output

    assert "empty → " in run("migrate")
    assert "one-time password" in run("users", "add", "ada", "--role", "admin", "--store", "*")
    assert "ada\tadmin\tactive\t*" in run("users", "list")
    assert "ra_" in run("token", "ada", "--scope", "drafts", "--store", "qinghe")
    assert "one-time password" in run("users", "reset", "ada")
    assert "password_reset\tada" in run("sign-ins")
    assert "0 drafts" in run("purge", "--days", "1")
    assert "0 replies are on their way again" in run("send-again")
    (tmp_path / "file").touch()
    stores = ("--stores", str(ROOT / "examples" / "stores"))
    for words, told in (
        (("purge", "--days", "1e12"), "at most 10000"),
        (("migrate", "nonsense"), "expected one of head, base"),
        (("users", "add", "bob", "--store", ""), "expected --store"),
        (("export", "--out", str(tmp_path / "file"), *stores), "cannot be written"),
    ):
        with pytest.raises(BadInput, match=told):
            CliRunner().invoke(app, ["review", *words], catch_exceptions=False)
    run("export", "--out", str(tmp_path / "out"), "--stores", str(ROOT / "examples" / "stores"))
    assert (tmp_path / "out" / "cases.jsonl").exists()
    assert " → empty" in run("migrate", "base")


def test_the_demo_scenes_are_in_order() -> None:
    """Every scene names an example store, and the scenes show each kind of draft."""
    scenes = load_scenes()
    assert {scene.store for scene in scenes} == {"qinghe", "ningxiahong", "windrunner"}
    assert len({scene.nick for scene in scenes}) == len(scenes) >= 20
    assert any(scene.careless for scene in scenes) and any(scene.text for scene in scenes)


_PARENT = """
import os, signal
from assistant.web.errands import end_with_parent
if os.fork() == 0:
    end_with_parent()
    print("works", flush=True)
signal.pause()
"""


def test_a_worker_ends_with_the_process_that_started_it() -> None:
    """A server whose first process is killed leaves no worker behind that would keep its port."""
    with subprocess.Popen([sys.executable, "-c", _PARENT], stdout=subprocess.PIPE, text=True, cwd=ROOT) as parent:
        assert parent.stdout is not None and parent.stdout.readline() == "works\n"
        parent.kill()
        assert parent.communicate(timeout=30)[0] == ""  # the pipe closes when the last one that holds it is gone
