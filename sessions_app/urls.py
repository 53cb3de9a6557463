from django.urls import path

from sessions_app.views import documents, groups, history, lines, selection, swaps, text

app_name = "sessions"
urlpatterns = [
    path("sessions/", documents.SessionList.as_view(), name="session_list"),
    path("sessions/new/", documents.SessionCreate.as_view(), name="session_create"),
    path("sessions/suggest/", lines.Suggest.as_view(), name="suggest"),
    path("sessions/<id:pk>/", documents.SessionDetail.as_view(), name="session_detail"),
    path("sessions/<id:pk>/print/", documents.SessionPrint.as_view(), name="session_print"),
    path("sessions/<id:pk>/facts/", documents.SessionUpdate.as_view(), name="session_update"),
    path("sessions/<id:pk>/copy/", documents.SessionCopy.as_view(), name="session_copy"),
    path("sessions/<id:pk>/keep/", documents.SessionKeep.as_view(), name="session_keep"),
    path("sessions/<id:pk>/delete/", documents.SessionDelete.as_view(), name="session_delete"),
    path("sessions/<id:pk>/undo/", history.SessionUndo.as_view(), name="session_undo"),
    path("sessions/<id:pk>/redo/", history.SessionRedo.as_view(), name="session_redo"),
    path("sessions/<id:pk>/text/", text.SessionText.as_view(), name="session_text"),
    path("sessions/<id:pk>/text/preview/", text.TextPreview.as_view(), name="text_preview"),
    path("sessions/<id:pk>/lines/", lines.LineAdd.as_view(), name="line_add"),
    path("sessions/<id:pk>/superset/", lines.LineAdd.as_view(superset=True), name="superset_add"),
    path("sessions/<id:pk>/lines/<id:line>/", lines.LineUpdate.as_view(), name="line_update"),
    path("sessions/<id:pk>/lines/<id:line>/fix/", swaps.LineFix.as_view(), name="line_fix"),
    path("sessions/<id:pk>/lines/<id:line>/swaps/", swaps.LineSwaps.as_view(), name="line_swaps"),
    path("sessions/<id:pk>/lines/<id:line>/swap/", swaps.LineSwap.as_view(), name="line_swap"),
    path("sessions/<id:pk>/lines/<id:line>/move/", lines.LineMove.as_view(), name="line_move"),
    path("sessions/<id:pk>/lines/<id:line>/copy/", lines.LineCopy.as_view(), name="line_copy"),
    path("sessions/<id:pk>/lines/<id:line>/remove/", lines.LineRemove.as_view(), name="line_remove"),
    path("sessions/<id:pk>/lines/<id:line>/group/", groups.LineGroup.as_view(), name="line_group"),
    path("sessions/<id:pk>/lines/<id:line>/leave/", groups.LineLeave.as_view(), name="line_leave"),
    path("sessions/<id:pk>/selection/move/", selection.SelectionMove.as_view(), name="selection_move"),
    path("sessions/<id:pk>/selection/copy/", selection.SelectionCopy.as_view(), name="selection_copy"),
    path("sessions/<id:pk>/selection/group/", selection.SelectionGroup.as_view(), name="selection_group"),
    path("sessions/<id:pk>/selection/remove/", selection.SelectionRemove.as_view(), name="selection_remove"),
    path("sessions/<id:pk>/sections/rename/", selection.SectionRename.as_view(), name="section_rename"),
    path("sessions/<id:pk>/groups/<id:group>/", groups.GroupUpdate.as_view(), name="group_update"),
    path("sessions/<id:pk>/groups/<id:group>/move/", groups.GroupMove.as_view(), name="group_move"),
    path("sessions/<id:pk>/groups/<id:group>/ungroup/", groups.Ungroup.as_view(), name="ungroup"),
]
