"""From a cold start to the answer, as a person feels it, and the processor time that it takes."""

import os
import subprocess
import sys
import time
from pathlib import Path

from assistant.resources import resource_dir


def main() -> None:
    """Print the table."""
    command = str(Path(sys.executable).parent / "assistant")
    store = str(resource_dir("examples") / "stores" / "qinghe.yaml")
    for arguments in (
        ["--help"],
        ["draft", "--store", store, "新疆包邮吗"],
        ["check", "--store", store, "可以的"],
        ["search", "发什么快递"],
    ):
        taken, worked = [], []
        for _ in range(5):
            begun, before = time.perf_counter(), os.times()
            subprocess.run([command, *arguments], capture_output=True, check=False)
            after = os.times()
            taken.append(time.perf_counter() - begun)
            worked.append(after.children_user + after.children_system - before.children_user - before.children_system)
        print(
            f"assistant {arguments[0]:10} best {min(taken):.2f} s   median {sorted(taken)[2]:.2f} s"
            f"   processor time {min(worked):.2f} s"
        )
