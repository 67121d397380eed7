"""The built wheel, installed in an empty environment: everything it needs travels inside it."""

import json
import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tests.conftest import ROOT

DATA = (
    "prompts/reply_system.j2",
    "policies/lexicon.yaml",
    "corpus/zh/questions/presale.yaml",
    "examples/stores/qinghe.yaml",
    "examples/store.template.yaml",
)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The python of an environment in which only the wheel is installed (its dependencies are lent by ours)."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    home = folder / "env"
    venv.create(home, with_pip=True)
    python = home / "bin" / "python"
    subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", str(wheel)],
        check=True,
        capture_output=True,
    )
    site = Path(
        subprocess.check_output(
            [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], text=True
        ).strip()
    )
    # The dependencies of the running environment, but not its editable checkout of the package itself.
    (site / "dependencies.pth").write_text(
        "\n".join(path for path in sys.path if path.endswith("site-packages")), encoding="utf-8"
    )
    return python


def run(python: Path, *arguments: str, cwd: Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "ASSISTANT", "OPENAI"))
    }
    return subprocess.run(
        [python, *arguments],
        cwd=cwd,
        env=environment,
        input=stdin,
        text=True,
        encoding="utf-8",
        capture_output=True,
        check=False,
    )


def test_prompts_policies_corpus_and_stores_travel_inside(installed: Path, tmp_path: Path) -> None:
    """The installed package finds its data in itself, not in the checkout."""
    code = "import assistant.resources as r, sys; print(r.__file__); [print((r.resource_dir(p.split('/')[0]) / p.split('/', 1)[1]).is_file()) for p in sys.argv[1:]]"
    where, *found = run(installed, "-c", code, *DATA, cwd=tmp_path).stdout.split()
    assert Path(where).is_relative_to(installed.parent.parent)
    assert found == ["True"] * len(DATA)


def test_the_installed_command_drafts_and_checks(installed: Path, tmp_path: Path) -> None:
    """Away from the checkout, a draft says the postage and a check blocks."""
    stores = run(
        installed,
        "-c",
        "from assistant.resources import resource_dir as r; print(r('examples') / 'stores')",
        cwd=tmp_path,
    ).stdout.strip()
    drafted = run(
        installed, "-m", "assistant", "draft", "--store", f"{stores}/qinghe.yaml", "--json", "新疆包邮吗", cwd=tmp_path
    )
    assert "15" in json.loads(drafted.stdout)["text"], drafted.stderr
    line = json.dumps(
        {"id": "1", "store": "qinghe", "message": "可以开发票吗", "reply": "可以的亲，不过要您补6个点的税哦"}
    )
    checked = run(installed, "-m", "assistant", "check", "--stores", stores, "--jsonl", cwd=tmp_path, stdin=line + "\n")
    assert [v["rule"] for v in json.loads(checked.stdout)["violations"]] == ["invoice.fee"], checked.stderr


def test_the_installed_queue_makes_its_tables(installed: Path, tmp_path: Path) -> None:
    """The migrations travel inside the wheel."""
    code = "from assistant.review.database import Database as D; d = D('sqlite:///q.db'); d.migrate(); print(d.up_to_date())"
    done = run(installed, "-c", code, cwd=tmp_path)
    assert done.stdout.strip() == "True", done.stderr
