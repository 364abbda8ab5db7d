"""How people work a page: with the mouse, with the keyboard alone, without script. Each counts what it costs."""

from dataclasses import dataclass
from typing import Protocol

from playwright.sync_api import Locator

MOST_TABS = 400


class Unreachable(AssertionError):
    """Something that the keyboard cannot get to."""


@dataclass
class Effort:
    """Clicks, and single key presses; typed letters count as keys."""

    clicks: int = 0
    keys: int = 0


class Hand(Protocol):
    """One way to work a page."""

    effort: Effort

    def press(self, target: Locator) -> None: ...
    def write(self, target: Locator, text: str) -> None: ...
    def paste(self, target: Locator, text: str) -> None: ...
    def choose(self, target: Locator, label: str) -> None: ...
    def tick(self, target: Locator) -> None: ...


class Mouse:
    """Clicks, and types only into fields."""

    def __init__(self) -> None:
        self.effort = Effort()

    def press(self, target: Locator) -> None:
        self.effort.clicks += 1
        target.click()

    def write(self, target: Locator, text: str) -> None:
        self.effort.clicks += 1
        self.effort.keys += len(text)
        target.click(click_count=3)
        target.press_sequentially(text)

    def paste(self, target: Locator, text: str) -> None:
        self.effort.clicks += 1
        self.effort.keys += 1
        target.click()
        target.page.keyboard.insert_text(text)

    def choose(self, target: Locator, label: str) -> None:
        self.effort.clicks += 2
        target.select_option(label=label)

    def tick(self, target: Locator) -> None:
        self.effort.clicks += 1
        target.check()


class Keyboard:
    """Tab until it has the focus, then Enter, Space, letters or arrows. Never touches the mouse."""

    def __init__(self) -> None:
        self.effort = Effort()

    def _key(self, target: Locator, name: str) -> None:
        self.effort.keys += 1
        target.page.keyboard.press(name)

    def _reach(self, target: Locator) -> None:
        target.wait_for()
        for _ in range(MOST_TABS):
            if target.evaluate("e => e === document.activeElement"):
                break
            self._key(target, "Tab")
        else:
            raise Unreachable(f"{target} has no focus after {MOST_TABS} times Tab.")
        seen = target.evaluate("""e => {
            const box = e.getBoundingClientRect();
            const there = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
            const isOnTop = there === null || e.contains(there) || there.contains(e) || e.labels?.length > 0;
            return box.width > 0 && isOnTop;
        }""")
        assert seen, f"{target} has the focus but cannot be seen (WCAG 2.4.11)."

    def press(self, target: Locator) -> None:
        self._reach(target)
        self._key(target, "Enter")

    def write(self, target: Locator, text: str) -> None:
        self._reach(target)
        self._key(target, "Control+a")
        self.effort.keys += len(text)
        target.page.keyboard.type(text)

    def paste(self, target: Locator, text: str) -> None:
        self._reach(target)
        self.effort.keys += 1
        target.page.keyboard.insert_text(text)

    def choose(self, target: Locator, label: str) -> None:
        self._reach(target)
        for letter in label:
            self._key(target, letter)
        chosen = target.evaluate("e => e.selectedOptions[0].label.trim()")
        assert chosen == label, f"{chosen} instead of {label}"

    def tick(self, target: Locator) -> None:
        """A box by Space; one of several by the arrows."""
        if target.get_attribute("type") == "radio":
            self._reach_group(target)
            for _ in range(20):
                if target.is_checked():
                    return
                self._key(target, "ArrowDown")
        else:
            self._reach(target)
            self._key(target, "Space")
        assert target.is_checked()

    def _reach_group(self, target: Locator) -> None:
        for _ in range(MOST_TABS):
            if target.evaluate(
                "e => document.activeElement.type === 'radio' && document.activeElement.name === e.name"
            ):
                return self._key(target, "Space")
            self._key(target, "Tab")
        raise Unreachable(f"the group of {target}")
