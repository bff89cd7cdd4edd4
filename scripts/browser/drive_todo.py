"""Drives the page of Examples/Todo as somebody would: see scripts/drive-todo."""

import re
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import expect, sync_playwright


@contextmanager
def served(program: str, folder: str):
    """Runs the program on a free port, and gives its address."""
    process = subprocess.Popen(
        [program, "--port", "0"], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        for line in process.stdout:
            if found := re.search(r"listening on (http://\S+)", line):
                yield found.group(1)
                return
        raise SystemExit("the program ended before it listened")
    finally:
        process.terminate()
        process.wait(timeout=30)


def drive(page, address: str, pictures: Path) -> None:
    problems = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)

    page.goto(f"{address}/app/")
    expect(page.get_by_role("heading", name="Things to do")).to_be_visible()
    expect(page.get_by_text("Nothing yet.")).to_be_visible()

    title = page.get_by_label("What is to be done?")
    for text in ("Buy tea", "<b>Walk</b> the dog"):
        title.fill(text)
        page.get_by_role("button", name="Add").click()
        expect(title).to_have_value("")
    items = page.get_by_role("listitem")
    expect(items).to_have_count(2)
    expect(items.nth(1)).to_contain_text("<b>Walk</b> the dog")
    page.screenshot(path=pictures / "added.png")

    page.get_by_role("button", name="Edit Buy tea").click()
    page.get_by_label("New title").fill("Buy green tea")
    page.get_by_role("button", name="Save").click()
    expect(items.nth(0)).to_contain_text("Buy green tea")

    page.get_by_label("Done: Buy green tea").check()
    expect(items.nth(0)).to_have_class("done")
    expect(page.get_by_text("1 of 2 to do")).to_be_visible()
    page.screenshot(path=pictures / "completed.png")

    page.reload()
    expect(page.get_by_label("Done: Buy green tea")).to_be_checked()

    page.get_by_role("button", name="Delete <b>Walk</b> the dog").click()
    expect(items).to_have_count(1)

    # By keyboard alone, and what the server refuses.
    title.focus()
    page.keyboard.type("Typed")
    page.keyboard.press("Enter")
    expect(items).to_have_count(2)
    page.get_by_role("button", name="Edit Typed").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("title must not be empty")
    page.screenshot(path=pictures / "refused.png")

    # The browser reports the refused request itself.
    unexpected = [problem for problem in problems if "422" not in problem]
    if unexpected:
        raise SystemExit("the page complained: " + "; ".join(unexpected))


def main(program: str, folder: str, browser: str, pictures: str) -> None:
    with served(program, folder) as address, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        page = chromium.new_page(viewport={"width": 720, "height": 520})
        page.set_default_timeout(10_000)
        drive(page, address, Path(pictures))
        phone = chromium.new_page(viewport={"width": 360, "height": 640})
        phone.goto(f"{address}/app/")
        expect(phone.get_by_role("listitem")).to_have_count(2)
        width = phone.evaluate("document.documentElement.scrollWidth")
        if width > 360:
            raise SystemExit(f"the page is {width} pixels wide on a phone of 360")
        phone.screenshot(path=Path(pictures) / "phone.png")
        chromium.close()
    print("added, edited, completed, deleted, typed, refused: the page shows it all")


main(*sys.argv[1:])
