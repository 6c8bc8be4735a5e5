"""Take the screenshots of `docs/screenshots/` from a running demonstration.

    python3 dev.py demo            in one terminal
    python -m tools.screenshots    in another

Every picture is looked at by whoever takes it, before it is committed.
"""

import argparse
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
PAGES = {
    "home": "/",
    "observatory": "/observatory/",
    "area": "/observatory/areas/016314/#who-leaves",
    "forecast": "/observatory/areas/016314/#population",
    "what-if": "/observatory/what-if/?area=012076&leaving=-20&arrivals=100",
    "goal": "/observatory/goal/?area=012076",
    "backtest": "/observatory/backtest/?trial=2015-2020&area=016314",
    "method": "/observatory/method/#mortality",
    "initiative": "/programme/II-1/",
    "programme": "/programme/",
    "reports": "/programme/reports/",
}
# Pages of somebody, with the seat of the demonstration that shows them.
SEATS = {
    "tasks": ("prefecture_officer", "/tasks/"),
    "organisations": ("city_officer", "/organisations/"),
    "agreements": ("prefecture_officer", "/agreements/"),
    "answers": ("desk_manager", "/paperwork/answers/"),
    "notices": ("citizen", "/notices/"),
    "programme-staff": ("prefecture_office", "/programme/#standing"),
    "seats": ("citizen", "/demo/"),
}
LANGUAGES = {"ja": "", "en": "/en"}
SCREENS = {"desktop": (1280, 900), "phone": (390, 844)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--address", default="http://127.0.0.1:8000")
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    options = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=options.chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        for screen, (width, height) in SCREENS.items():
            _take(browser, options.address, screen, width, height)
        browser.close()


def _take(browser: Browser, address: str, screen: str, width: int, height: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme="light")
    for name, path in PAGES.items():
        for language, prefix in LANGUAGES.items():
            page.goto(address + prefix + path)
            page.screenshot(path=FOLDER / f"{name}-{language}-{screen}.png")
    for name, (seat, path) in SEATS.items():
        for language, prefix in LANGUAGES.items():
            page.goto(f"{address}{prefix}/demo/")
            page.locator(f'form[action$="/demo/{seat}/"] button').click()
            page.goto(address + prefix + path, wait_until="networkidle")
            page.screenshot(path=FOLDER / f"{name}-{language}-{screen}.png")
    page.close()


if __name__ == "__main__":
    main()
