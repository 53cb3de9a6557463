from django.urls import path

from exercises import views

app_name = "exercises"

urlpatterns = [
    path("exercises/", views.ExerciseList.as_view(), name="exercise_list"),
    path("exercises/new/", views.ExerciseCreate.as_view(), name="exercise_create"),
    path("exercises/<id:pk>/", views.ExerciseDetail.as_view(), name="exercise_detail"),
    path("exercises/<id:pk>/edit/", views.ExerciseUpdate.as_view(), name="exercise_update"),
    path("exercises/<id:pk>/favourite/", views.ExerciseFavourite.as_view(), name="exercise_favourite"),
    path("exercises/<id:pk>/unfavourite/", views.ExerciseUnfavourite.as_view(), name="exercise_unfavourite"),
    path("exercises/<id:pk>/variant/", views.ExerciseVariant.as_view(), name="exercise_variant"),
    path("exercises/<id:pk>/suggest/", views.ExerciseSuggest.as_view(), name="exercise_suggest"),
    path("exercises/<id:pk>/withdraw/", views.ExerciseWithdraw.as_view(), name="exercise_withdraw"),
    path("exercises/<id:pk>/archive/", views.ExerciseArchive.as_view(), name="exercise_archive"),
    path("exercises/<id:pk>/restore/", views.ExerciseRestore.as_view(), name="exercise_restore"),
    path("exercises/<id:pk>/delete/", views.ExerciseDelete.as_view(), name="exercise_delete"),
]
