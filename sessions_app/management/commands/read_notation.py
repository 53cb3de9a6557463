"""Reads lines of training from standard input and prints what they mean: one JSON array of segments a line."""

from __future__ import annotations

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from sessions_app.notation import read_segments
from sessions_app.prescription.values import SPORTS


class Command(BaseCommand):
    help = "Read lines of training from standard input; print one JSON array of segments a line."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--sport", choices=SPORTS, default="", help="what a bare number means depends on it")

    def handle(self, *args: Any, **options: Any) -> None:
        for line in sys.stdin:
            read = read_segments(line.rstrip("\r\n"), options["sport"])
            self.stdout.write(json.dumps(read, ensure_ascii=False))
