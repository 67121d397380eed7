"""Lines over several processes: what is written is what one process writes."""

import json
import subprocess
import sys

from assistant.cli.parallel import FEW
from tests.conftest import ROOT

REPLIES = ("亲，不会收您税点", "要补您6个点的税哦", "加微信转账便宜点", "今天拍下明天一定到")


def check(stdin: str, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "assistant", "check", "--stores", str(ROOT / "examples" / "stores"), "--jsonl"]
    return subprocess.run([*command, *options], input=stdin, capture_output=True, text=True, encoding="utf-8", cwd=ROOT)


def request(number: int) -> str:
    fields = {"store": "qinghe", "message": "可以开发票吗", "reply": f"{number}: {REPLIES[number % len(REPLIES)]}"}
    return json.dumps({"id": number, **fields}, ensure_ascii=False)


BAD = ("{", '{"store": "nowhere", "message": "在", "reply": "在"}', '{"id": 1, "id": 2}')


def test_many_lines_come_out_as_from_one_process() -> None:
    """Same order, same verdicts, same errors in the place of bad lines, same exit code."""
    asked = [request(number) for number in range(FEW + 60)]
    asked[3:3], asked[-9:-9] = BAD, BAD
    stdin = "\n".join(asked) + "\n"
    alone, spread = check(stdin, "--jobs", "1"), check(stdin, "--jobs", "2")
    assert alone.stdout.splitlines() == spread.stdout.splitlines()
    told = [json.loads(line) for line in alone.stdout.splitlines()]
    assert len(told) == len(asked)
    assert [place for place, line in enumerate(told) if "line" in line] == [
        place for place, line in enumerate(asked) if line in BAD
    ]
    assert alone.returncode == spread.returncode == 2


def test_few_lines_and_none_need_no_second_process() -> None:
    """Left to itself, and told to use several."""
    for options in ((), ("--jobs", "3")):
        assert check("", *options).stdout == ""
        assert [json.loads(line)["id"] for line in check(request(7) + "\n", *options).stdout.splitlines()] == [7]
