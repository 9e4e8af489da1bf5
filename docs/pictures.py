"""Take the pictures of the documentation anew, with the Chromium of the system, from `kg serve` on the seeds.

    python docs/pictures.py http://127.0.0.1:8470

The argument is where the server listens.
"""

from __future__ import annotations

import shutil
import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

FOLDER = Path(__file__).resolve().parent / "images"
WIDTH = 1100
#: File name -> address, and how much of the page is shown, in pixels.
PICTURES = {
    "ask": ("/ask?q=哪个部门负责人才招聘？", 640),
    "notice": ("/notice?what=杭政办函〔2011〕59号", 760),
    "trace": ("/trace", 960),
}


def main(server: str) -> None:
    """Take all pictures.

    :param server: where `kg serve` listens
    """
    program = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page(base_url=server, color_scheme="light")
        for name, (address, height) in PICTURES.items():
            page.set_viewport_size({"width": WIDTH, "height": height})
            page.goto(address, wait_until="networkidle")
            shot = Image.open(BytesIO(page.screenshot())).quantize(256)  # a third of the bytes
            shot.save(FOLDER / f"{name}.png", optimize=True)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
