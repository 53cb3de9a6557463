"""The forms of all pages: where each is sent, and what it sends as it stands."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve

from trainhub.tests import access_table, walk

Pairs = tuple[tuple[str, str], ...]
NAMES_BY_PATTERN = {pattern: name for name, pattern in walk.ADMIN_ROUTES.items()}
# What a script sends, or a page shows in a state in which these things are not.
UNSEEN: dict[str, str] = {
    "core:change_redo": "next",
    "accounts:devices_sign_out": "next",
    "accounts:device_sign_out": "next",
    "exercises:exercise_unfavourite": "next",
    "exercises:exercise_withdraw": "next",
    "exercises:exercise_restore": "next",
    "sessions:session_keep": "version name",
    "sessions:line_fix": "version text fix",
    "sessions:line_group": "version with to text",
    "programs:link_renew": "next",
    "programs:program_paste_forget": "text kind cells name mark",
    "programs:hint_silence": "version hint reason",
    "programs:hint_hear": "version hint",
    "programs:cards_move": "version cards week day position",
    "programs:cards_copy": "version cards week day position",
    "programs:cards_remove": "version cards",
    "programs:placing_own": "version",
    "programs:placing_own_later": "version",
    "account_email_verification_sent": "code action",
    "account_set_password": "password1 password2",
    "account_confirm_login_code": "code",
    "mfa_authenticate": "code credential",
    "mfa_deactivate_totp": "next",
    "admin:exercises_exercise_accept": "pk reason version next",
    "admin:exercises_exercise_decline": "pk reason version next",
    "admin:exercises_exercise_different": "one other p q",
    "admin:exercises_exercise_merge": "into q sure version",
    "admin:exercises_exercise_revert": "entry sure version field",
    "admin:autocomplete": "term app_label model_name field_name page",
}
FORMATS = ("xlsx", "pdf", "csv", "json", "text", "zwo", "mrc", "erg", "fit")
MOST_OF_ONE = 12  # forms of one address that differ in nothing but their rows


@dataclass(frozen=True)
class Form:
    address: str
    method: str
    pairs: Pairs
    files: tuple[str, ...] = ()


@dataclass
class Draft:
    """A form while its page is read."""

    action: str
    method: str
    pairs: list[tuple[str, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    # Where else it may go, and with what: a button says so, or an element of htmx.
    ways: list[tuple[str, str, Pairs]] = field(default_factory=list)


class Reader(HTMLParser):
    """Reads the forms of a page as a browser sends them. What an attribute `form` names is taken to that form."""

    def __init__(self, page: str, address: str) -> None:
        super().__init__()
        self.address = address
        self.drafts: dict[str, Draft] = {}
        self.open: Draft | None = None
        self.area: tuple[Draft, str] | None = None
        self.select: tuple[Draft, str] | None = None
        self.waiting: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.feed(page)
        for tag, named in self.waiting:
            if draft := self.drafts.get(named["form"]):
                self.take(draft, tag, named)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.open = Draft(named.get("action") or self.address, named.get("method", "get").lower())
            self.drafts[named.get("id") or f"#{len(self.drafts)}"] = self.open
        if "form" in named and tag in ("input", "button"):
            self.waiting.append((tag, named))
        elif self.open is not None:
            self.take(self.open, tag, named)

    def take(self, draft: Draft, tag: str, named: dict[str, str]) -> None:
        name, value = named.get("name", ""), named.get("value", "")
        for verb in ("get", "post"):
            if named.get(f"hx-{verb}"):
                draft.ways.append((named[f"hx-{verb}"], verb, ()))
        if tag == "button":
            pairs = ((name, value),) if name else ()
            draft.ways.append((named.get("formaction") or draft.action, draft.method, pairs))
        elif tag == "input" and named.get("type") == "file":
            draft.files.append(name)
        elif tag == "input" and name:
            draft.pairs.append((name, value or ("on" if named.get("type") == "checkbox" else "")))
        elif tag == "textarea" and name:
            self.area, self.text = (draft, name), ""
        elif tag == "select" and name:
            self.select = (draft, name)
        elif tag == "option" and self.select:
            self.select[0].pairs.append((self.select[1], value))

    def handle_data(self, data: str) -> None:
        self.text += data if self.area else ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None
        elif tag == "select":
            self.select = None
        elif tag == "textarea" and self.area:
            self.area[0].pairs.append((self.area[1], self.text.strip("\n")))
            self.area = None

    def forms(self) -> list[Form]:
        found = []
        for draft in self.drafts.values():
            for action, method, pairs in [(draft.action, draft.method, ()), *draft.ways]:
                address = urljoin(self.address, action)
                found.append(Form(address, method, (*draft.pairs, *pairs), tuple(draft.files)))
        return found


def route_of(address: str) -> str:
    """The name of the address, as the table has it."""
    try:
        match = resolve(urlsplit(address).path)
    except Resolver404:
        return ""
    name = match.view_name if match.url_name else NAMES_BY_PATTERN.get(match.route, "")
    return name if name in walk.ROUTES or name in walk.ADMIN_ROUTES else ""


def pages(worlds: list[walk.Things]) -> list[str]:
    """The addresses that a page, or a file, is found at."""
    table = access_table.read(access_table.SITE)
    own = [name for name, row in table.items() if row[0][0] == "200" or row[-1][0] == "200"]
    found = [things.address(name) for things in worlds for name in own]
    files = ("programs:program_download", "programs:session_file")
    found += [worlds[0].address(name, format=format) for name in files for format in FORMATS]
    found += [worlds[0].admin_address(name) for name in walk.ADMIN_ROUTES if not name.endswith("jsi18n")]
    return list(dict.fromkeys(found))


@dataclass
class Found:
    """What the pages offer: forms by the name of where they go, and files that may be sent back."""

    forms: dict[str, list[Form]]
    files: list[tuple[str, bytes]]


def discover(visitors: list[Any], worlds: list[walk.Things]) -> Found:
    forms: dict[str, dict[tuple, Form]] = defaultdict(dict)
    files: dict[str, bytes] = {}
    for address in pages(worlds):
        for visitor in visitors:
            response = visitor.ask("get", address).response
            kind = response.headers.get("Content-Type", "").partition(";")[0]
            if response.status_code != 200 or response.streaming:
                continue
            if kind != "text/html":
                files[f"{route_of(address)} {kind}"] = response.content
                continue
            for form in Reader(response.content.decode(), address).forms():
                same = (form.method, form.files, tuple(name for name, _ in form.pairs))
                known = forms[route_of(form.address)]
                if same not in known and len(known) < MOST_OF_ONE:
                    known[same] = form
    forms.pop("", None)
    for name, fields in UNSEEN.items():
        shown = Form(
            "", "get" if name == "admin:autocomplete" else "post", tuple((field, "") for field in fields.split())
        )
        forms[name][shown.method, (), fields] = shown
    return Found({name: list(known.values()) for name, known in forms.items()}, list(files.items()))
