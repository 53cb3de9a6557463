"""The wiring: every app's addresses, the sign-in pages, health and the error pages."""

from django.contrib import admin
from django.urls import include, path

from accounts import entrance_views, security_views
from programs.views import home
from trainhub import views
from trainhub.observability.page import metrics

admin.autodiscover()

urlpatterns = [
    path("", home.Home.as_view(), name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("metrics", metrics, name="metrics"),
    path("admin/", admin.site.urls),
    path("", include("core.urls")),
    path("", include("accounts.urls")),
    path("", include("exercises.urls")),
    path("", include("sessions_app.urls")),
    path("", include("programs.urls")),
    # Three lists of allauth's are one page of ours; its own forms lead back to them by name.
    *(
        path(address, security_views.ToSecurityView.as_view(), name=name)
        for address, name in [
            ("accounts/2fa/", "mfa_index"),
            ("accounts/2fa/webauthn/", "mfa_list_webauthn"),
            ("accounts/sessions/", "usersessions_list"),
        ]
    ),
    path("accounts/confirm-email/", entrance_views.ConfirmEmailView.as_view(), name="account_email_verification_sent"),
    path("accounts/", include("allauth.urls")),
]

handler400 = views.bad_request
handler403 = views.permission_denied
handler404 = views.not_found
handler500 = views.server_error
