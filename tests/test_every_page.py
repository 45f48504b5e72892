"""Every page that a role reaches by links, in a real browser: sound, in its language, on a phone.

Whatever people can type holds hostile texts, and they stay texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urlsplit

import polib
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.db import transaction
from django.urls import resolve
from django.utils import timezone
from playwright.sync_api import Browser, Page

from apps.accounts.models import User
from apps.cadres.models import TrainingCategory
from apps.metrics.services import refresh
from apps.notices.models import Notice
from apps.reorganisation.outlooks import look_ahead
from tests.browsers import a_browser, page_of
from tests.factories import UPDATE
from tests.test_scope import (
    PEOPLE,
    a_batch,
    a_list_request,
    a_look,
    a_reorganisation,
    a_report,
    a_request,
    a_subject_request,
    an_invitation,
)
from tests.web import hostile
from tests.workers import eventually
from tests.world import World, make_world

pytestmark = pytest.mark.django_db(transaction=True)
# These answer with a file.
FILES = {
    "api_schema",
    "import_template",
    "import_marked",
    "reorganisation_plan",
    "report_file",
    "list_cadres",
    "list_units",
    "list_who",
    "list_file",
    "subject_request_extract",
}
# One address serves several pages, told apart by these.
APART = {"act", "kind"}
# Charts are drawn and fragments have come.
SETTLED = """
!document.querySelector('.htmx-request, .foreseen[hx-get]')
&& document.querySelectorAll('[data-series]:not([data-state=drawn])').length === 0
"""
# Axe leaves the size of what is pressed out unless it is asked.
BRIEFLY = {
    "resultTypes": ["violations"],
    "preload": False,
    "rules": {"target-size": {"enabled": True}},
}
LINKS = "[...document.querySelectorAll('a[href]')].map((link) => link.href)"
FITS = "document.documentElement.scrollWidth <= innerWidth"
OUTSIDE = """[...document.body.querySelectorAll('*')]
  .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
  .slice(0, 5).map((element) => element.outerHTML.slice(0, 160))"""
MASTHEAD = "document.querySelector('.masthead').scrollWidth <= innerWidth"
SAID = """document.body.innerText + '\\n' + [document.title, ...[...document.querySelectorAll(
  '[title], [aria-label], [placeholder], [alt]')].flatMap((element) => [element.title,
  element.ariaLabel, element.placeholder, element.alt])].filter(Boolean).join('\\n')"""
# What a page is made of: each element by what it is, how it looks and what it lies in.
PARTS = """[...new Set([...document.body.querySelectorAll('*')].map((element) => [
  element.parentElement.tagName, element.parentElement.getAttribute('class'), element.tagName,
  element.getAttribute('class'), ...element.getAttributeNames().sort()].join(' ')))]"""
PLANTED = f"[...document.querySelectorAll('.{hostile.MARK}')].map((element) => element.outerHTML)"
# Kinds of pages and parts that were examined in this process, for whichever role.
EXAMINED: set[str] = set()
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}|<[^>]+>")


@dataclass
class Walk:
    """What was found on the way through the pages of one role."""

    page: Page
    faults: list[str] = field(default_factory=list)
    seen: dict[str, str] = field(default_factory=dict)

    def note(self, address: str, fault: str) -> None:
        """Keep a fault with the page on which it was found."""
        self.faults.append(f"{urlsplit(address).path}: {fault}")

    def watch(self, address: str, site: str) -> None:
        """Note a request that leaves the site."""
        if urlsplit(address).scheme != "data" and urlsplit(address).netloc != urlsplit(site).netloc:
            self.note(self.page.url, f"asked {address}")


def kind_of(address: str) -> str | None:
    """Return what is common to addresses of the same kind of page; None for no page."""
    match = resolve(urlsplit(address).path)
    if match.view_name in FILES:
        return None
    return ":".join([match.view_name, *(str(match.kwargs[k]) for k in APART & {*match.kwargs})])


@dataclass(frozen=True)
class Message:
    """A text that must not show: a part of it to look for first, and the whole."""

    part: str
    whole: re.Pattern[str]


@pytest.fixture(scope="module")
def english() -> list[Message]:
    """The English messages of the catalogue.

    One of few words may be a name too; it counts only where it is a line of its own.
    """
    catalogue = polib.pofile(str(Path(settings.LOCALE_PATHS[0]) / "vi/LC_MESSAGES/django.po"))
    found = []
    for entry in catalogue:
        translations = [entry.msgstr, *entry.msgstr_plural.values()]
        parts = PLACEHOLDER.split(unescape(entry.msgid))
        letters = [letter for part in parts for letter in part if letter.isalpha()]
        if entry.msgid in translations or len(letters) < 4:
            continue
        whole = r"[^\n]*?".join(map(re.escape, parts))
        is_sentence = entry.msgid.count(" ") > 2 and len(letters) > 15
        pattern = whole if is_sentence else rf"^\s*{whole}\s*$"
        found.append(Message(max(parts, key=len), re.compile(pattern, re.MULTILINE)))
    return found


@pytest.fixture
def furnished(transactional_db: None) -> World:
    """The province with figures, a batch, a report, somebody looked up, requests that wait."""
    with transaction.atomic():
        TrainingCategory.objects.get_or_create(code=UPDATE)
        world = make_world()
        a_batch(world)
        a_look(world)
        a_report(world, is_issued=True)
        a_request(world)
        a_subject_request(world)
        a_list_request(world)
        look_ahead(row=a_reorganisation(world), by=world.coordinator, now=timezone.now())
        an_invitation(world)
        for person, text in zip(PEOPLE, hostile.texts(), strict=False):
            told = {"code": "report_failed", "values": {"report": text, "unit": text}}
            Notice.objects.create(user=getattr(world, person), link="/password/", **told)
        assert hostile.plant() >= 200
    refresh(day=world.day)
    return world


@pytest.fixture
def browser(live_server: Any) -> Iterator[Browser]:
    """A real browser."""
    with a_browser() as browser:
        yield browser


def opened_by(user: User, browser: Browser, url: str) -> Walk:
    """Return a walk that starts where the user is sent first."""
    page = page_of(user, browser, url)
    walk = Walk(page)
    page.on("pageerror", lambda error: walk.note(page.url, str(error)))
    page.on("dialog", lambda dialog: (walk.note(page.url, "a dialog"), dialog.dismiss()))
    page.on("request", lambda sent: walk.watch(sent.url, url))
    page.on(
        "console", lambda said: said.type in ("error", "warning") and walk.note(page.url, said.text)
    )
    return walk


def walk_on(walk: Walk, english: list[Message]) -> None:
    """Open one page of every kind that links lead to, beginning with the first page."""
    waiting = ["/"]
    while waiting:
        address = waiting.pop(0)
        look_at(walk, address, english)
        for link in walk.page.evaluate(LINKS):
            target = urldefrag(link).url
            if urlsplit(target).netloc != urlsplit(walk.page.url).netloc:
                continue
            kind = kind_of(target)
            if kind and kind not in walk.seen:
                walk.seen[kind] = address
                waiting.append(target)


def look_at(walk: Walk, address: str, english: list[Message]) -> None:
    """Open a page on a desk and on a phone, and note all that is wrong with it."""
    page = walk.page
    page.set_viewport_size({"width": 1280, "height": 900})
    answer = page.goto(address)
    walk.seen.setdefault(kind_of(page.url) or "", address)
    eventually(lambda: page.evaluate(SETTLED))
    if answer is None or answer.status != 200:
        walk.note(address, f"status {answer and answer.status}")
    listen(walk, address, english)
    examine(walk, address)
    page.set_viewport_size({"width": 390, "height": 844})
    # Charts take the new width a moment later.
    if not any(page.evaluate(FITS) or page.wait_for_timeout(50) for _moment in range(20)):
        walk.note(address, f"wider than a phone: {page.evaluate(OUTSIDE)}")


def listen(walk: Walk, address: str, english: list[Message]) -> None:
    """Note what a page says in the wrong language."""
    if walk.page.get_attribute("html", "lang") != "vi":
        walk.note(address, "not in Vietnamese")
    said = walk.page.evaluate(SAID)
    for message in english:
        if message.part in said and (found := message.whole.search(said)):
            walk.note(address, f"English: {found.group()!r}")


def examine(walk: Walk, address: str) -> None:
    """Note what keeps people from using a page, and what the browser refused."""
    if not walk.page.evaluate(MASTHEAD):
        walk.note(address, "the masthead is wider than the page")
    parts = {f"kind {kind_of(walk.page.url)}", *walk.page.evaluate(PARTS)}
    if not parts <= EXAMINED:
        for rule in Axe().run(walk.page, options=BRIEFLY).response["violations"]:
            if rule["impact"] in ("serious", "critical"):
                walk.note(address, f"{rule['id']}: {rule['nodes'][0]['html']}")
        EXAMINED.update(parts)
    for planted in walk.page.evaluate(PLANTED):
        walk.note(address, f"a text became {planted}")
    for refused in walk.page.evaluate("refused"):
        walk.note(address, f"refused by the policy: {refused}")


@pytest.mark.parametrize("person", sorted(PEOPLE))
def test_every_page_of_a_role_is_sound_and_in_vietnamese(
    person: str,
    furnished: World,
    browser: Browser,
    live_server: Any,
    english: list[Message],
) -> None:
    walk = opened_by(getattr(furnished, person), browser, live_server.url)
    walk_on(walk, english)
    assert walk.faults == []
