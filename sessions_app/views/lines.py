"""The verbs of lines, and the exercises that fit what is being typed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import View

from core.conflicts import who_changed
from core.editing import Conflict
from exercises.models import Sport
from sessions_app import editing, notation
from sessions_app.editing import Refused
from sessions_app.editing.lines import reads_as
from sessions_app.models import SessionExercise
from sessions_app.suggesting import meant, suggestions
from sessions_app.views.base import PartVerb, SessionVerb


class LineAdd(SessionVerb):
    superset = False

    def act(self) -> str | None:
        text, section = self.text, self.request.POST.get("section") or None
        self.added = editing.add_lines(self.session, self.request.user, text, section, superset=self.superset)
        return editing.news_of(self.added) or None

    def done(self, message: str | None) -> HttpResponse:
        page = self.after()
        if len(self.added) == 1 and self.added[0].is_unclear:
            page.doubt(self.added[0].pk, self.behind_name)
        return self.answer(page, message=message)

    @property
    def behind_name(self) -> str:
        line = notation.read_line(" ".join(self.request.POST.get("text", "").split()), self.session.sport)
        return line.text[max((part.end for part in line.parts if part.kind in ("label", "name")), default=0) :].strip()

    @property
    def text(self) -> str:
        """What was typed; `pick`: as the line of what the list would have offered, had it been there.

        `first`, or `last` for it in its last scheme, and the id of what was chosen by hand in the list before.
        """
        text, (pick, _space, kept) = self.request.POST.get("text", ""), self.request.POST.get("pick", "").partition(" ")
        return meant(text, self.request.user, self.session.sport, pick == "last", kept) if pick else text

    def refuse(self, refusal: Refused) -> HttpResponse:
        page = self.open()
        page.quick_error, page.typed = str(refusal), self.request.POST.get("text", "")[:2000]
        page.add_to = self.request.POST.get("section", page.add_to)
        return self.answer(page, status=422, lines=False)


class LineVerb(PartVerb):
    model, named = SessionExercise, "line"


class LineUpdate(LineVerb):
    """Saves name and prescription of a line. While one still types, a text that would make further rows waits."""

    renamed = False
    settles = False  # does it say of a note that it is one?

    @property
    def text(self) -> str:
        return self.request.POST.get("text", "")

    def act(self) -> None:
        post = self.request.POST
        self.changed = editing.change_line(
            self.part,
            self.request.user,
            post.get("name", ""),
            self.text,
            self.seen,
            typing="typing" in post,
            settled=self.settles,
        )

    def done(self, message: str | None) -> HttpResponse:
        page = self.after()
        row = page.find(self.part_pk)
        if row is None or len(self.changed.rows) > 1:
            return self.answer(page)
        row.read(self.changed.line, waiting=self.changed.waiting)
        self.row = row
        self.renamed = self.changed.is_renamed
        return self.row_answer(page, status=202 if self.changed.waiting else 200)  # 202: read, and not written yet

    def refuse(self, refusal: Refused) -> HttpResponse:
        return self.keep_typed(422, error=str(refusal))

    def conflict(self, conflict: Conflict) -> HttpResponse:
        return self.keep_typed(409)

    def keep_typed(self, status: int, error: str = "") -> HttpResponse:
        """The page as it is now, and in this line what was typed, with what is wrong or what stands there."""
        page = self.open()
        row = page.find(self.part_pk)
        name, text = self.request.POST.get("name", ""), self.request.POST.get("text", "")
        if row is None:
            page.notice = _("This line is gone. You had written: %(name)s %(text)s") % {
                "name": name[:120],
                "text": text[:200],
            }
            return self.answer(page, status=status)
        if not error and reads_as(row.row, name, text):
            self.row = row
            self.renamed = True  # by the save whose answer was lost, for all that is known
            return self.row_answer(page)
        if not error:
            row.theirs = f"{row.name} {row.text}"
            row.who = who_changed(self.session, row.row, self.request.user)
        row.error = error
        row.name, row.text = name[:200], text[:2000]
        self.row = row
        return self.row_answer(page, status)

    def row_answer(self, page: Any, status: int = 200) -> HttpResponse:
        page.row, page.renamed = self.row, self.renamed
        return self.answer(page, status, lines=False)

    def parts(self) -> list[str]:
        return ["sessions/_line_changed.html"] if hasattr(self, "row") else []


class LineMove(LineVerb):
    def act(self) -> None:
        editing.move_line(self.part, self.request.user, self.request.POST.get("to", ""), self.seen)


class LineCopy(LineVerb):
    def act(self) -> None:
        editing.copy_line(self.part, self.request.user, self.seen)


class LineRemove(LineVerb):
    def act(self) -> str:
        return editing.remove_line(self.part, self.request.user, self.seen).label


class Suggest(View):
    """The exercises that fit the beginning of a line, as options of a list box."""

    def get(self, request: HttpRequest) -> HttpResponse:
        sport = request.GET.get("sport", "")
        found = suggestions(request.GET.get("text", "")[:500], request.user, sport if sport in Sport.values else "")
        return render(request, "sessions/_suggestions.html", {"found": found})
