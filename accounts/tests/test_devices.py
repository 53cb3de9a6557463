"""Browsers in plain words."""

import pytest

from accounts.devices import describe, is_handheld

MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)"
LINUX = "Mozilla/5.0 (X11; Linux x86_64)"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X)"
ANDROID = "Mozilla/5.0 (Linux; Android 10; K)"
WEBKIT, SAFARI = "AppleWebKit/605.1.15 (KHTML, like Gecko)", "Safari/604.1"
BLINK = "AppleWebKit/537.36 (KHTML, like Gecko)"

AGENTS = [
    (f"{WINDOWS} {BLINK} Chrome/131.0.0.0 Safari/537.36", "Chrome on Windows", False),
    (f"{WINDOWS} {BLINK} Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0", "Edge on Windows", False),
    (f"{WINDOWS} {BLINK} Chrome/131.0.0.0 Safari/537.36 OPR/115.0.0.0", "Opera on Windows", False),
    (f"{WINDOWS[:-1]}; rv:132.0) Gecko/20100101 Firefox/132.0", "Firefox on Windows", False),
    (f"{MAC} {WEBKIT} Version/18.1 Safari/605.1.15", "Safari on Mac", False),
    (f"{MAC} {BLINK} Chrome/131.0.0.0 Safari/537.36", "Chrome on Mac", False),
    (f"{LINUX[:-1]}; rv:132.0) Gecko/20100101 Firefox/132.0", "Firefox on Linux", False),
    ("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 Chrome/131.0.0.0 Safari/537.36", "Chrome on ChromeOS", False),
    (f"{IPHONE} {WEBKIT} Version/18.1 Mobile/15E148 {SAFARI}", "Safari on iPhone", True),
    (f"{IPHONE} {WEBKIT} CriOS/131.0.6778.73 Mobile/15E148 {SAFARI}", "Chrome on iPhone", True),
    (f"{IPHONE} {WEBKIT} FxiOS/132.0 Mobile/15E148 {SAFARI}", "Firefox on iPhone", True),
    (f"{IPHONE} {WEBKIT} Version/18.0 EdgiOS/130.0.2849.80 Mobile/15E148 {SAFARI}", "Edge on iPhone", True),
    (f"Mozilla/5.0 (iPad; CPU OS 18_1 like Mac OS X) {WEBKIT} Version/18.1 Mobile/15E148 {SAFARI}", "Safari on iPad", True),
    (f"{ANDROID} {BLINK} Chrome/131.0.0.0 Mobile Safari/537.36", "Chrome on Android", True),
    (f"{ANDROID} {BLINK} SamsungBrowser/26.0 Chrome/122.0.0.0 Mobile Safari/537.36", "Samsung Internet on Android", True),
    ("curl/8.5.0", "Unknown browser", False),
    ("", "Unknown browser", False),
    ("Mozilla/5.0 (Windows NT 10.0)", "Windows", False),
]  # fmt: skip


@pytest.mark.parametrize(("agent", "words", "handheld"), AGENTS)
def test_a_browser_in_plain_words(agent, words, handheld):
    assert describe(agent) == words
    assert is_handheld(agent) == handheld
