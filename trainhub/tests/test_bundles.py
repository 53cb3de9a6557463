"""The bundles that are served, and what a first visit weighs."""

import gzip
import re
from pathlib import Path
from urllib.parse import urljoin

import brotli
import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils.functional import empty

from core import stencils
from core.templatetags import icons
from exercises.templatetags import muscles
from sessions_app import editing
from sessions_app.models import Session
from tools import build
from trainhub import bundles as bundling
from trainhub.bundles import CannotBundle, bundles
from trainhub.stylesheets import smaller_css, used

SOURCE = settings.BASE_DIR / "static"
JAVASCRIPT = 12_000
FIRST_VISIT, FONT, PAGE = 75_000, 75_000, 10_000


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "js").mkdir()
    monkeypatch.setattr(bundling, "SCRIPTS", ("one.js", "two.js"))

    def write(**files: str) -> Path:
        for name, text in files.items():
            (tmp_path / "js" / f"{name}.js").write_text(text)
        return tmp_path

    return write


minified = pytest.mark.skipif(bundling.minify is None, reason="no wheel of tdewolff-minify for this machine")
MINIFIERS = [pytest.param(None, id="rjsmin"), pytest.param(bundling.minify, id="minify", marks=minified)]


@pytest.mark.browser
@pytest.mark.parametrize("minify", MINIFIERS)
def test_a_bundle_does_what_its_modules_do(folder, chromium, monkeypatch, minify):
    monkeypatch.setattr(bundling, "minify", minify)
    made = bundles(
        folder(
            one='// first\nimport "./b.js";\nimport { add as plus, N } from "./a.js";\nconst x = 1;\nconsole.log(plus(x), N);\n',
            a="const x = 40;\nexport const N = 7;\nexport function add(y) {\n  return x + y;\n}\nconsole.log('a');\n",
            b='import "./c.js";\nimport * as a from "./a.js";\nconst x = 2;\nfunction f() { return x; }\nconsole.log(a.add(f()));\n',
            c='import "./d.js";\nfunction history(x) { return x; }\nconsole.log(history("own"));\n',
            d="function f() { console.log(history.length); }\nf();\n",  # the browser's
        )
    )
    assert made.parts == {"js/a.js", "js/b.js", "js/c.js", "js/d.js"}
    page, said = chromium.new_page(), []
    page.on("console", lambda message: said.append(message.text))
    page.set_content(f"<script type=module>{made.files['js/one.js']}</script>")
    page.close()
    assert said == ["1", "own", "a", "42", "41 7"]


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        ({"one": 'import x from "./a.js";\n', "a": ""}, "one.js: bundles do not know 'import x from \"./a.js\";'."),
        ({"one": "export default 1;\n"}, "one.js: bundles do not know 'export default 1;'."),
        ({"one": "const x = () => import(y);\n"}, "one.js: bundles do not know 'import(y);'."),
        ({"one": 'import "./a.js";\n', "a": 'import "./one.js";\n'}, "one.js imports itself, by way of a.js."),
        ({"one": 'import "./a.js";\n', "two": 'import "./a.js";\n', "a": ""}, "a.js is part of two bundles"),
    ],
)
def test_what_bundles_do_not_know_is_refused(folder, files, problem):
    with pytest.raises(CannotBundle, match=re.escape(problem)):
        bundles(folder(**files))


@pytest.mark.parametrize(
    ("text", "smaller"),
    [
        ("/* why */\na  b {\n  color: red;\n  margin: 0 1px;\n}\n", "a b{color: red;margin: 0 1px;}"),
        ('p::after { content: " ; /* a */ "; }', 'p::after{content: " ; /* a */ ";}'),
        ("@media (max-width: 9px) { a, b { c: calc(1px + 2px) } }", "@media (max-width: 9px){a,b{c: calc(1px + 2px)}}"),
    ],
)
def test_styles_lose_what_says_nothing(text, smaller):
    assert smaller_css(text) == smaller


def test_of_bootstrap_only_what_can_be_used_is_served():
    text = '/*! MIT */@charset "utf-8";a{b:c}.btn,.card>.x:not(.y,.btn){d:e}@media (min-width:9px){.x{f:g}.btn{h:i}}@media print{.z{j:k}}@keyframes x{to{l:m}}'
    assert (
        used(text, frozenset({"btn", "x"}))
        == '/*! MIT */@charset "utf-8";a{b:c}.btn{d:e}@media (min-width:9px){.x{f:g}.btn{h:i}}@keyframes x{to{l:m}}'
    )
    served = bundles(SOURCE).files["css/base.css"]
    assert ".visually-hidden" in served and ".is-invalid" in served
    assert ".carousel" not in served
    assert "Licensed under MIT" in served


def test_all_our_modules_are_served_once():
    made = bundles(SOURCE)
    served = made.parts | made.files.keys()
    assert {f"js/{path.name}" for path in SOURCE.glob("js/*.js")} <= served
    assert {f"css/{path.name}" for path in SOURCE.glob("css/*.css")} <= served


@minified
def test_our_javascript_weighs_at_most_12_kb():
    weights = {
        name: len(brotli.compress(text.encode(), quality=11))
        for name, text in bundles(SOURCE).files.items()
        if name.endswith(".js")
    }
    assert set(weights) == {"js/page.js"}
    assert sum(weights.values()) <= JAVASCRIPT, weights


@pytest.fixture
def served(settings, tmp_path):
    """A client to whom everything is served as `make run` does it: bundled, hashed, compressed."""
    from django.contrib.staticfiles.storage import staticfiles_storage

    settings.STATIC_ROOT, settings.WHITENOISE_AUTOREFRESH = tmp_path / "static", False
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "trainhub.static_files.BundledStorage"},
    }
    build.ensure(only_fonts=True)
    was, staticfiles_storage._wrapped = staticfiles_storage._wrapped, empty
    forgets = icons.render.cache_clear, muscles._figure.cache_clear, stencils.forget
    for forget in forgets:  # they keep the addresses of the files, which are others here
        forget()
    try:
        call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=build.LEFT_OUT)
        yield Client(headers={"accept-encoding": "gzip, br"})
    finally:
        staticfiles_storage._wrapped = was
        for forget in forgets:
            forget()


def weight(answer) -> int:
    """Bytes on the wire: the body, and the head as HTTP/1.1 writes it."""
    assert answer.status_code == 200
    head = "".join(f"{name}: {value}\r\n" for name, value in answer.items())
    return len(f"HTTP/1.1 200 OK\r\n{head}\r\n") + len(answer.getvalue())


LOWER_A = """== Warm-up
Row erg: 5:00 Z1
90/90 hip switch: 2x8/side
== Main
Back squat: 5x5 @ 80% r3:00
A: 4 rounds r1:30
A1 Romanian deadlift: 8 @ RPE7 t3110
A2 Hanging knee raise: 12
B: 3 rounds r1:15
B1 Bulgarian split squat: 10/side @ 2RIR slwo
B2 Copenhagen plank: 0:30/side
== Cool-down
Couch stretch: 3x1:00/side
"""


@pytest.mark.once
@pytest.mark.django_db
def test_a_first_visit_of_a_session(served, rosa, full_library):
    session = editing.create_session(Session(name="Lower A · Squat", sport="strength"), rosa, LOWER_A)
    served.force_login(rosa)
    page = served.get(session.get_absolute_url())
    html = gzip.decompress(page.content).decode()
    named = dict.fromkeys(re.findall(r'(?:href|src)="(/static/[^"#]+)', html))
    weights = {"page": weight(page)} | {name: weight(served.get(name)) for name in named}
    for style in [name for name in named if name.endswith(".css")]:
        text = gzip.decompress(served.get(style, headers={"accept-encoding": "gzip"}).getvalue()).decode()
        for shown in re.findall(r'url\("?(?!data:)([^")]+\.svg)', text):
            name = urljoin(style, shown)
            weights[name] = weight(served.get(name))
    fonts = {name: weights.pop(name) for name in [*weights] if "/fonts/" in name}
    assert sum(fonts.values()) <= FONT, fonts
    assert len(page.content) <= PAGE
    assert sum(weights.values()) <= FIRST_VISIT, weights
