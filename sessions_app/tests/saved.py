"""What the browser tests of saving ask the page."""

import re

from playwright.sync_api import expect


def state(page):
    return page.locator("[data-save-state]")


def shows(page, words):
    expect(state(page)).to_have_text(words, use_inner_text=True)


def is_saved(page):
    shows(page, re.compile(r"^\s*Saved \d\d:\d\d\s*$"))


def text_of(page, place=0):
    return page.locator(".line [name=text]").nth(place)


def is_write(route):
    return route.request.method == "POST" and not route.request.url.endswith("/suggest/")
