from django.urls import path

from programs.views import documents, grid, home, places, placings, weeks

app_name = "programs"
urlpatterns = [
    path("start/", home.Start.as_view(), name="start"),
    path("programs/", documents.ProgramList.as_view(), name="program_list"),
    path("programs/new/", documents.ProgramCreate.as_view(), name="program_create"),
    path("programs/<id:pk>/", grid.ProgramDetail.as_view(), name="program_detail"),
    path("programs/<id:pk>/facts/", documents.ProgramUpdate.as_view(), name="program_update"),
    path("programs/<id:pk>/visibility/", documents.ProgramVisibility.as_view(), name="program_visibility"),
    path("programs/<id:pk>/copy/", documents.ProgramCopy.as_view(), name="program_copy"),
    path("programs/<id:pk>/delete/", documents.ProgramDelete.as_view(), name="program_delete"),
    path("programs/<id:pk>/print/", grid.ProgramPrint.as_view(), name="program_print"),
    path("programs/<id:pk>/sessions/", grid.Drawer.as_view(), name="drawer"),
    path("programs/<id:pk>/place/", placings.PlacingCreate.as_view(), name="placing_create"),
    path("programs/<id:pk>/weeks/<int:week>/", weeks.WeekDetail.as_view(), name="week_detail"),
    path("programs/<id:pk>/weeks/<int:week>/describe/", weeks.WeekDescribe.as_view(), name="week_describe"),
    path("programs/<id:pk>/weeks/<int:week>/copy/", weeks.WeekCopy.as_view(), name="week_copy"),
    path("programs/<id:pk>/weeks/<int:week>/progress/", weeks.WeekProgress.as_view(), name="week_progress"),
    path("programs/<id:pk>/weeks/<int:week>/deload/", weeks.WeekDeload.as_view(), name="week_deload"),
    path("programs/<id:pk>/weeks/<int:week>/taper/", weeks.WeekTaper.as_view(), name="week_taper"),
    path("programs/<id:pk>/weeks/<int:week>/insert/", weeks.WeekInsert.as_view(), name="week_insert"),
    path("programs/<id:pk>/weeks/<int:week>/shift/", weeks.WeekShift.as_view(), name="week_shift"),
    path("programs/<id:pk>/weeks/<int:week>/days/", weeks.WeekDays.as_view(), name="week_days"),
    path("programs/<id:pk>/weeks/<int:week>/template/", weeks.WeekTemplate.as_view(), name="week_template"),
    path("programs/<id:pk>/weeks/<int:week>/clear/", weeks.WeekClear.as_view(), name="week_clear"),
    path("programs/<id:pk>/weeks/<int:week>/<slug:verb>/preview/", weeks.WeekPreview.as_view(), name="week_preview"),
    path("sessions/<id:pk>/programs/", places.SessionPlaces.as_view(), name="session_places"),
    path("placings/<id:pk>/", placings.PlacingDetail.as_view(), name="placing_detail"),
    path("placings/<id:pk>/move/", placings.PlacingMove.as_view(), name="placing_move"),
    path("placings/<id:pk>/copy/", placings.PlacingCopy.as_view(), name="placing_copy"),
    path("placings/<id:pk>/adjust/", placings.PlacingAdjust.as_view(), name="placing_adjust"),
    path("placings/<id:pk>/annotate/", placings.PlacingAnnotate.as_view(), name="placing_annotate"),
    path("placings/<id:pk>/own/", placings.PlacingOwn.as_view(), name="placing_own"),
    path("placings/<id:pk>/own-later/", placings.PlacingOwnLater.as_view(), name="placing_own_later"),
    path("placings/<id:pk>/remove/", placings.PlacingRemove.as_view(), name="placing_remove"),
]
