"""share_program ID --account EMAIL [--private|--link|--public] [--renew]: who may see a program, and its address."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from accounts.management.people import by_email
from accounts.models import Visibility
from programs import documents
from programs.management.telling import address, program_of, standing


class Command(BaseCommand):
    help = (
        "Say who may see a program and at which address, after changing it if so asked. The link is a secret: whoever "
        "has it reads the program, until there is a new one or the program is private."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("id", metavar="ID", help="the program's id, as in its address")
        parser.add_argument("--account", required=True, metavar="EMAIL", help="whose program it is")
        who = parser.add_mutually_exclusive_group()
        for name, means in (
            (Visibility.PRIVATE, "for its author only"),
            (Visibility.LINK, "for whoever has the link"),
            (Visibility.PUBLIC, "for everybody"),
        ):
            who.add_argument(f"--{name}", dest="visibility", action="store_const", const=name.value, help=means)
        parser.add_argument("--renew", action="store_true", help="a new link: the one before leads nowhere any more")
        parser.add_argument("--json", action="store_true", help="answer with one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        user = by_email(options["account"])
        program = program_of(user, options["id"])
        with standing():
            if options["visibility"] not in (None, program.visibility):
                documents.set_visibility(program, user, options["visibility"])
            if options["renew"]:
                documents.renew_link(program, user)
        program = program_of(user, options["id"])  # with the link that it has now
        shared = documents.shared_as(program)
        where = address(shared) if shared else None
        if options["json"]:
            told = {"id": program.pk, "name": program.name, "visibility": program.visibility, "address": where}
            self.stdout.write(json.dumps(told, ensure_ascii=False))
        elif options["verbosity"]:
            self.stdout.write(f"“{program.name}”: {program.get_visibility_display()}{f', {where}' if where else ''}")
