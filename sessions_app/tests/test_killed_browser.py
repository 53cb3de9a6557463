"""A server that is killed while somebody types, and started again."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import expect

from sessions_app.tests.conftest import lines
from sessions_app.tests.saved import is_saved, shows, text_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Server:
    """TrainHub in a process of its own, on a port of its own, on the test's database."""

    def __init__(self, port):
        self.port = port
        self.process = None

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def start(self):
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "trainhub.settings_test",
            "TEST_DATABASE_URL": f"sqlite:///{connection.settings_dict['NAME']}",
        }
        # What is built is given out by WhiteNoise alone.
        static = "--insecure" if settings.WHITENOISE_AUTOREFRESH else "--nostatic"
        command = [sys.executable, "manage.py", "runserver", "--noreload", static, f"127.0.0.1:{self.port}"]
        self.process = subprocess.Popen(
            command, cwd=Path(settings.BASE_DIR), env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        for _try in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise AssertionError("The server did not start.")

    def kill(self):
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()


@pytest.fixture
def server():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Server(port)
    yield server
    server.kill()


def test_the_server_is_killed_between_keystrokes_and_started_again(chromium, server, session, coach, client):
    server.start()
    client.force_login(coach)
    context = chromium.new_context(base_url=server.url, reduced_motion="reduce")
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": server.url}])
    page = context.new_page()
    page.goto(session.get_absolute_url())
    field = text_of(page)
    field.press("End")
    page.keyboard.type(" @")
    server.kill()
    page.keyboard.type(" 80%")
    shows(page, re.compile(r"Offline \(1 kept here\)"))
    page.keyboard.type(" r3:00")
    page.fill("#quick-text", "Chin-up 4x6")
    page.press("#quick-text", "Enter")
    shows(page, re.compile(r"Offline \(2 kept here\)"))
    server.start()
    page.set_default_timeout(20_000)
    is_saved(page)

    expect(field).to_have_value("5x5 @ 80% r3:00")
    assert lines(session) == ["m 1 Back squat | 5x5 @ 80% r3:00", "m 2 Bench press | 4x8", "m 3 Chin-up | 4x6"]
    context.close()
