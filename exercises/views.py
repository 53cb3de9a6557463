"""The library: look through it, read one, the verbs on one's own. Others' own are 404, to change the library is 403."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import CreateView, DetailView, TemplateView, UpdateView
from django_htmx.http import trigger_client_event

from core.access import EditableMixin, VisibleMixin
from core.htmx import is_partial, own_address, respond
from core.views import safe_next
from exercises import library
from exercises.browse import Facet, Filters, browse
from exercises.forms import ExerciseForm
from exercises.matching import suggest
from exercises.mine import count_uses, use_of
from exercises.models import Exercise, Sport
from exercises.relatives import relatives


class ExerciseList(TemplateView):
    """Search, tabs, facets and one page; with htmx only what a change of the filters changes."""

    template_name = "exercises/exercise_list.html"

    def get_template_names(self) -> list[str]:
        return ["exercises/_library.html"] if is_partial(self.request) else [self.template_name]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, get = self.request.user, self.request.GET
        filters = Filters.read(get)
        result = browse(user, filters, get.get("after", ""), get.get("show", ""))
        shown = result.shown
        context = {"result": result, "filters": filters, "partial": is_partial(self.request), "exercise": None}
        if shown:
            context |= {"exercise": shown.exercise, "easier": shown.easier, "harder": shown.harder}
            context |= use_context(shown.exercise, user)
        elif filters.words:
            context["nearest"] = suggest(filters.words, user, filters.sport or None, limit=3)
        return super().get_context_data(**context, **kwargs)


def use_context(exercise: Exercise, user: Any) -> dict[str, Any]:
    """What `_exercise.html` shows beside the exercise's own fields and its relatives."""
    use = use_of(exercise, user)
    more = max(0, exercise.used - len(use.sessions))
    return {"use": use, "more_sessions": more, "is_own": exercise.is_editable_by(user)}


class ExerciseDetail(VisibleMixin, DetailView):
    model = Exercise
    template_name = "exercises/exercise_detail.html"

    def get_queryset(self) -> Any:
        return super().get_queryset().with_favourite(self.request.user)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The address of one that was merged leads to what it is now."""
        try:
            return super().get(request, *args, **kwargs)
        except Http404:
            now = Exercise.objects.library().filter(tombstones=self.kwargs["pk"]).first()
            if now is None:
                raise
            return redirect(now)

    def get_template_names(self) -> list[str]:
        return ["exercises/_exercise.html"] if is_partial(self.request) else [self.template_name]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        count_uses(self.object, user)
        easier, harder = relatives(self.object, user)
        context = {"easier": easier, "harder": harder} | use_context(self.object, user)
        return super().get_context_data(**context, **kwargs)


class ExerciseFormMixin:
    """A form that knows its user; a name that was taken meanwhile is an error of the form, not of the server."""

    request: HttpRequest
    model = Exercise
    form_class = ExerciseForm
    template_name = "exercises/exercise_form.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}  # type: ignore[misc]

    def form_valid(self, form: ExerciseForm) -> HttpResponse:
        try:
            exercise = self.save(form)
        except library.Refused as refusal:
            form.add_error("name", str(refusal))
            return self.form_invalid(form)
        return redirect(exercise)

    def form_invalid(self, form: ExerciseForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)  # type: ignore[attr-defined]

    def save(self, form: ExerciseForm) -> Exercise:
        raise NotImplementedError


class ExerciseCreate(ExerciseFormMixin, CreateView):
    def get_initial(self) -> dict[str, Any]:
        get = self.request.GET
        name = get.get("name", "").replace("\x00", "").strip()[:120]
        sport = get.get("sport", "")
        return {"name": name, "sport": sport if sport in Sport.values else "", "suggest": "suggest" in get}

    def save(self, form: ExerciseForm) -> Exercise:
        create = library.create_suggested if form.cleaned_data["suggest"] else library.create_own
        return create(self.request.user, **form.values)


class ExerciseUpdate(ExerciseFormMixin, EditableMixin, UpdateView):
    def save(self, form: ExerciseForm) -> Exercise:
        return library.change(form.instance, **form.values)


class ExerciseVerb(View):
    """One POST that does one thing to one exercise and says so. Subclasses say `act`."""

    http_method_names = ["post"]
    own_only = True
    undo = ""  # the verb that takes it back

    def get_object(self) -> Exercise:
        exercise = get_object_or_404(Exercise.objects.visible_to(self.request.user), pk=self.kwargs["pk"])
        if self.own_only and not exercise.is_editable_by(self.request.user):
            raise PermissionDenied
        return exercise

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        exercise = self.get_object()
        try:
            message = self.act(exercise)
        except library.Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(exercise)
        undo_url = reverse(f"exercises:{self.undo}", args=[exercise.pk]) if self.undo else ""
        return self.answer(exercise, message, undo_url)

    def answer(self, exercise: Exercise, message: str, undo_url: str) -> HttpResponse:
        return respond(self.request, [], {}, self.get_success_url(exercise), message, undo_url)

    def get_success_url(self, exercise: Exercise) -> str:
        return exercise.get_absolute_url()

    def act(self, exercise: Exercise) -> str:
        """Does it; the answer is the sentence that says so. Raises library.Refused."""
        raise NotImplementedError


class ExerciseFavourite(ExerciseVerb):
    """Its star, which stays on the page where it was pressed: in a row, beside it, or both."""

    own_only = False
    undo = "exercise_unfavourite"
    favour = staticmethod(library.favour)
    says = gettext_lazy("“%(name)s” is one of your favourites.")

    def act(self, exercise: Exercise) -> str:
        self.favour(exercise, self.request.user)
        return self.says % {"name": exercise.name}

    def answer(self, exercise: Exercise, message: str, undo_url: str) -> HttpResponse:
        """The page knows its stars; of the list that it is, it is told how many of them have one now."""
        back = safe_next(self.request, exercise.get_absolute_url())
        facet = self.facet_of_page()
        parts = ["exercises/_facet_changed.html"] if facet else []
        response = respond(self.request, parts, {"facet": facet}, back, message, undo_url)
        if is_partial(self.request):
            pressed = "true" if self.undo == "exercise_unfavourite" else "false"
            trigger_client_event(response, "favourite", {"id": exercise.pk, "pressed": pressed, "action": undo_url})
        return response

    def facet_of_page(self) -> Facet | None:
        page = own_address(self.request, self.request.htmx.current_url or "") if is_partial(self.request) else ""
        path, _question, query = page.partition("?")
        if path != reverse("exercises:exercise_list"):
            return None
        return browse(self.request.user, Filters.read(QueryDict(query))).facets[0]


class ExerciseUnfavourite(ExerciseFavourite):
    undo = "exercise_favourite"
    favour = staticmethod(library.unfavour)
    says = gettext_lazy("“%(name)s” is no favourite any more.")


class ExerciseVariant(ExerciseVerb):
    own_only = False

    def act(self, exercise: Exercise) -> str:
        self.variant = library.make_variant(exercise, self.request.user)
        return _("Made “%(name)s”. It is yours: change what is different.") % {"name": self.variant.name}

    def get_success_url(self, exercise: Exercise) -> str:
        return reverse("exercises:exercise_update", args=[self.variant.pk])


class ExerciseSuggest(ExerciseVerb):
    undo = "exercise_withdraw"

    def act(self, exercise: Exercise) -> str:
        library.suggest(exercise, again="again" in self.request.POST)
        return _("Suggested “%(name)s” for the library.") % {"name": exercise.name}


class ExerciseWithdraw(ExerciseVerb):
    undo = "exercise_suggest"

    def act(self, exercise: Exercise) -> str:
        library.withdraw(exercise)
        return _("Took the suggestion of “%(name)s” back.") % {"name": exercise.name}


class ExerciseArchive(ExerciseVerb):
    undo = "exercise_restore"

    def act(self, exercise: Exercise) -> str:
        library.archive(exercise)
        return _("Archived “%(name)s”. It stays where it is used.") % {"name": exercise.name}


class ExerciseRestore(ExerciseVerb):
    undo = "exercise_archive"

    def act(self, exercise: Exercise) -> str:
        library.restore(exercise)
        return _("“%(name)s” is offered again.") % {"name": exercise.name}


class ExerciseDelete(ExerciseVerb):
    """GET asks, since nothing brings it back; POST deletes."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return render(request, "exercises/exercise_delete.html", {"exercise": self.get_object()})

    def act(self, exercise: Exercise) -> str:
        library.delete(exercise)
        return _("Deleted “%(name)s”.") % {"name": exercise.name}

    def get_success_url(self, exercise: Exercise) -> str:
        return reverse("exercises:exercise_list")
