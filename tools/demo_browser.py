"""A demo of its own with a browser in front of it, for the pictures and for what is measured in the product."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Playwright

ROOT = Path(__file__).resolve().parent.parent
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--lang=de-DE",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]


def german_chromium(tools: Playwright) -> Browser:
    """The Chromium of the system; Playwright's own where there is none."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    return tools.chromium.launch(executable_path=found, args=FLAGS, env={**os.environ, "LANGUAGE": "de"})


@contextmanager
def running_demo(data: Path) -> Iterator[str]:
    """The address of a fresh demo on a free port with its data in this folder; it ends with the block."""
    data.mkdir(parents=True, exist_ok=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "lotsenhaus", "demo", "--no-browser", "--reset", "--port", str(port)]
    log = data.with_suffix(".log")
    with log.open("wb") as said:
        demo = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, "LOTSENHAUS_DATA": str(data)}, stdout=said, stderr=subprocess.STDOUT
        )
    try:
        _wait_for(f"http://localhost:{port}/demo/", demo, log)
        yield f"http://localhost:{port}"
    finally:
        demo.send_signal(signal.SIGINT)
        demo.wait(30)


def _wait_for(address: str, demo: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(address, timeout=10).close()
        except OSError:
            if demo.poll() is not None:
                raise SystemExit(log.read_text(errors="replace")) from None
            time.sleep(0.2)
        else:
            return
    raise SystemExit(f"{address} did not answer")
