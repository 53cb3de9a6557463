"""Verbs of several cards of the grid at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render

from programs.forms import CardsForm, CarryForm
from programs.views.base import ProgramVerb
from programs.weeks import carrying


class CardsRemove(ProgramVerb):
    form_class: type[CardsForm] = CardsForm

    def get_form(self) -> forms.BaseForm:
        return self.form_class(self.request.POST, program=self.program)

    def act(self, data: dict[str, Any]) -> Any:
        carrying.take_out(self.program, self.request.user, data["cards"])

    def refused(self, form: forms.BaseForm) -> HttpResponse:
        """What is marked in the grid says it: there is no form to show again, only why not."""
        return render(self.request, "programs/cards_refused.html", {"program": self.program, "form": form}, status=422)


class CardsMove(CardsRemove):
    form_class = CarryForm
    copies = False

    def act(self, data: dict[str, Any]) -> Any:
        # What is copied may have been changed since it was taken: it is copied as it stands.
        cards = dict.fromkeys(data["cards"]) if self.copies else data["cards"]
        carrying.carry(self.program, self.request.user, cards, data["week"], data["day"], copies=self.copies)


class CardsCopy(CardsMove):
    copies = True
