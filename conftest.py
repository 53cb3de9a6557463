"""What every test may ask for: the real data, a browser, a signed-in page, axe."""

import os
from collections.abc import Callable, Iterator
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.wsgi import get_wsgi_application
from django.test import Client
from django.utils import timezone
from hypothesis import settings as hypothesis_settings

from accounts import roles
from accounts.tests.factories import UserFactory
from core.tests.put_aside import PutAside
from exercises import seeding, shelf
from exercises.models import Exercise
from trainhub import garbage
from trainhub.caches import TableCache

# Playwright's synchronous API runs an event loop in the test's thread; Django would refuse its database there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

# What tests serve on this machine is asked without the proxy that this machine may have.
_direct = os.environ.get("no_proxy") or os.environ.get("NO_PROXY")
os.environ["no_proxy"] = os.environ["NO_PROXY"] = ",".join(filter(None, [_direct, "127.0.0.1", "localhost"]))

# Examples are drawn the same way in CI each time, and a slow machine is no failure.
hypothesis_settings.register_profile("local", deadline=None)
hypothesis_settings.register_profile("ci", deadline=None, derandomize=True)
hypothesis_settings.load_profile("ci" if os.environ.get("CI") else "local")

BROWSER_DELAY = int(os.environ.get("BROWSER_DELAY", "0"))
CHROMIUM_FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []),
]


# --- The real data --------------------------------------------------------------


def _require_shared() -> Path:
    if not settings.SHARED_DATA.is_dir():
        sentence = f"The real data is not at {settings.SHARED_DATA} (TRAINHUB_SHARED_DATA names another place)."
        if os.environ.get("CI"):
            pytest.fail(sentence)
        pytest.skip(sentence)
    return Path(settings.SHARED_DATA)


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("shared"):
        _require_shared()


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """For the tests of the browser alone only the files that have any: reading the others takes longer than a test."""
    if config.option.markexpr != "browser" or not collection_path.name.startswith("test_"):
        return None
    return "mark.browser" not in collection_path.read_text() or None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only what has to do with a database: the rest has run on SQLite just before, and would do the same.

    A test may get to a database by its fixtures and marks only, or by a command of its own: then its file speaks of it.
    What is marked `once` needs rows, or speaks of databases, and shows nothing of how a database keeps anything.
    """
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        return
    speaks = cache(lambda path: "DATABASE_URL" in (text := path.read_text()) or "POSTGRES" in text.upper())
    asks = {"db", "transactional_db"}
    kept, left = [], []
    for item in items:
        names = getattr(item, "fixturenames", ())
        needed = item.get_closest_marker("django_db") or not asks.isdisjoint(names) or speaks(item.path)
        needed = needed and not item.get_closest_marker("once")
        (kept if needed else left).append(item)
    if kept:  # whoever names only others means them
        config.hook.pytest_deselected(items=left)
        items[:] = kept


def pytest_collection_finish() -> None:
    """As in service: what was loaded by now need not be looked through for garbage again and again."""
    garbage.settle()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder with the real programs, exercises and notations; skips without it, fails in CI."""
    return _require_shared()


# --- The cast -------------------------------------------------------------------
# Who is who in the tests of every app.


@pytest.fixture
def rosa(db: None) -> Any:
    """Writes: most things in the tests are hers."""
    return UserFactory(email="rosa@example.org", name="Rosa")


@pytest.fixture
def other(db: None) -> Any:
    """Another coach, who looks on."""
    return UserFactory(email="other@example.org", name="Other Coach")


@pytest.fixture
def staff(db: None) -> Any:
    """Gets into the admin and may do nothing there."""
    return UserFactory(email="staff@example.org", name="Staff", is_staff=True)


@pytest.fixture
def curator(db: None) -> Any:
    """Keeps the library, in the admin."""
    person = UserFactory(email="curator@example.org", name="Curator")
    roles.make_curator(person)
    return person


@pytest.fixture
def superuser(db: None) -> Any:
    return UserFactory(email="superuser@example.org", name="Superuser", is_staff=True, is_superuser=True)


@pytest.fixture
def signed_in(client: Client, rosa: Any) -> Client:
    """A client as which Rosa is signed in."""
    client.force_login(rosa)
    return client


@pytest.fixture
def by_other(other: Any) -> Client:
    """A client as which the other coach is signed in."""
    client = Client()
    client.force_login(other)
    return client


# --- The library ----------------------------------------------------------------


@pytest.fixture(scope="session")
def library_put_aside(django_db_setup: None, django_db_blocker: Any) -> tuple[PutAside, Any]:
    """The library's rows, and what a process keeps of them in memory."""
    kept = []

    def make() -> None:
        from exercises.tests.entries import ENTRIES  # of what not every run needs

        seeding.seed(ENTRIES)
        items = shelf._items(Exercise.objects.library())
        kept.append(shelf._Kept(shelf.Shelf({item.id: item for item in items}), timezone.now()))

    with django_db_blocker.unblock():
        return PutAside("library", make), kept[0]


@pytest.fixture
def remember_library(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Call it, and the process has the library in memory as it stands, as one that was asked for it before.

    What stands in the transaction of a test is never kept: it is read and folded anew at each look.
    """
    return lambda: monkeypatch.setattr(shelf, "_kept", shelf._Kept(shelf.library(), timezone.now()))


@pytest.fixture
def full_library(db: None, library_put_aside: tuple[PutAside, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """All of the catalogue, as in a server that has been running for a while."""
    rows, kept = library_put_aside
    rows.put_back()
    monkeypatch.setattr(shelf, "_kept", kept)


@pytest.fixture
def content_types_known(db: None) -> None:
    """Django remembers content types for as long as a process lives: no number of queries hangs on who asked first."""
    ContentType.objects.get_for_models(*apps.get_models())


@pytest.fixture(autouse=True)
def cache_counted_just_now(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor on who happens to write the hundredth entry of the cache, which are counted then."""
    monkeypatch.setattr(TableCache, "_written", count(1))


# --- The browser ----------------------------------------------------------------


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One browser for the run: the machine's own where there is one, else Playwright's."""
    from playwright.sync_api import expect, sync_playwright

    from tools import browser

    expect.set_options(timeout=10_000)  # as long as a click waits: two browsers share a busy machine

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=browser.installed() or None, args=CHROMIUM_FLAGS)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def live_server(live_server: Any) -> Any:
    """What is built is given out by WhiteNoise, as in service. Django's view for what is not would come before it."""
    if not settings.WHITENOISE_AUTOREFRESH:
        live_server.thread.httpd.set_app(get_wsgi_application())
    return live_server


@pytest.fixture
def coach(rosa: Any) -> Any:
    """Who is signed in on `page`: Rosa."""
    return rosa


@pytest.fixture
def open_page(chromium: Any, live_server: Any) -> Iterator[Callable[..., Any]]:
    """Opens a browser page on the live server: `open_page(user, width=360, color_scheme="dark")`.

    Without a user nobody is signed in. The test fails at its end when any of its pages
    broke the content policy, ran into a JavaScript error, or asked another host for something.
    """
    contexts, problems = [], []

    def on_console(message: Any) -> None:
        # A refused form answers 4xx, a busy database 503, and the console says so: tests look at the page for that.
        # Without a connection htmx says so as well, and of a request that a later one replaced.
        expected = ("Failed to load resource", "Response Status Error Code", "htmx:afterRequest", "htmx:send")
        if message.type == "error" and not message.text.startswith(expected):
            problems.append(message.text)

    def on_request(request: Any) -> None:
        if not request.url.startswith((live_server.url, "data:", "blob:", "about:")):
            problems.append(f"asked another host: {request.url}")

    def open_one(user: Any = None, width: int = 1280, height: int = 800, **options: Any) -> Any:
        context = chromium.new_context(
            base_url=live_server.url, viewport={"width": width, "height": height}, reduced_motion="reduce", **options
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        if user is not None:
            sign_in(context, user)
        context.on("page", watch)  # also those that a test opens beside it
        return context.new_page()

    def watch(page: Any) -> None:
        if BROWSER_DELAY:
            slow_down(page)
        page.on("console", on_console)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("request", on_request)

    def slow_down(page: Any) -> None:
        """What a test only got to see because all was quick, it does not see with BROWSER_DELAY=200 (milliseconds).

        Tests that pull the plug fail then: the network is slow or gone, of two that say so the first is heard.
        """
        devtools = page.context.new_cdp_session(page)
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": 3})
        network = {"offline": False, "latency": BROWSER_DELAY, "downloadThroughput": 200_000, "uploadThroughput": -1}
        devtools.send("Network.emulateNetworkConditions", network)

    def sign_in(context: Any, user: Any) -> None:
        client = Client()
        client.force_login(user)
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])

    yield open_one
    for context in contexts:
        context.close()
    assert problems == []


@pytest.fixture
def page(open_page: Callable[..., Any], coach: Any) -> Any:
    """A browser page on which `coach` is signed in."""
    return open_page(coach)


# Not to fetch the styles again, which it would put into the page inline: the policy forbids that.
# And not to tell of each element that all is well with it: that takes longer than looking does.
AXE_OPTIONS = {"preload": False, "resultTypes": ["violations"]}
AXE_COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}


@pytest.fixture
def axe() -> Callable[..., list[str]]:
    """Runs axe on a page and gives what it found, one line each: `assert axe(page) == []`.

    With `also_dark=True` the same page is then shown in dark and looked at by the rules that look at colours: nothing
    else of a page hangs on the scheme of the browser.
    """
    from axe_playwright_python.sync_playwright import Axe

    def look(page: Any, **options: Any) -> list[str]:
        if not page.evaluate("'axe' in window"):
            page.evaluate(Axe().axe_script)
        run = "options => axe.run(document, options).then(found => found.violations)"
        return [
            f"{violation['id']}: {node['html'][:200]} ({node['failureSummary']})"
            for violation in page.evaluate(run, AXE_OPTIONS | options)
            for node in violation["nodes"]
        ]

    def run(page: Any, also_dark: bool = False) -> list[str]:
        found = look(page)
        if also_dark:
            page.emulate_media(color_scheme="dark")
            found += [f"in dark: {one}" for one in look(page, runOnly=AXE_COLOURS)]
            page.emulate_media(color_scheme="light")
        return found

    return run
