"""The wiring: every app's addresses, the sign-in pages, health and the error pages."""

import logging
from importlib.util import find_spec

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from programs.views import home
from trainhub import views

admin.autodiscover()
admin.site.login = secure_admin_login(admin.site.login)

urlpatterns = [
    path("", home.Home.as_view(), name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("admin/", admin.site.urls),
]
# While the rooms are being built, a half-written one does not close the others.
for app in ("core", "accounts", "exercises", "sessions_app", "programs"):
    if find_spec(f"{app}.urls"):
        try:
            urlpatterns.append(path("", include(f"{app}.urls")))
        except ImportError as problem:
            logging.getLogger("django").warning("%s.urls is left out: %s", app, problem)
urlpatterns.append(path("accounts/", include("allauth.urls")))

handler400 = views.bad_request
handler403 = views.permission_denied
handler404 = views.not_found
handler500 = views.server_error
