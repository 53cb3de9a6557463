"""The wiring: every app's addresses, the sign-in pages, health and the error pages."""

from allauth.core.internal import ratelimit
from allauth.mfa.recovery_codes.views import view_recovery_codes
from allauth.mfa.totp.views import activate_totp
from allauth.mfa.webauthn.views import login_webauthn
from django.contrib import admin
from django.urls import include, path
from django.views.decorators.cache import never_cache

from accounts import entrance_views, security_views
from programs.views import home
from trainhub import views
from trainhub.guide import NotationGuide
from trainhub.keys import Keys
from trainhub.observability.page import metrics

admin.autodiscover()

urlpatterns = [
    path("", home.Home.as_view(), name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("metrics", metrics, name="metrics"),
    path("help/notation/", NotationGuide.as_view(), name="notation_guide"),
    path("help/keys/", Keys.as_view(), name="keys"),
    path("admin/", admin.site.urls),
    path("", include("core.urls")),
    path("", include("accounts.urls")),
    path("", include("exercises.urls")),
    path("", include("sessions_app.urls")),
    path("", include("programs.urls")),
    # What shows a secret is kept nowhere, not even for the back button.
    path("accounts/2fa/totp/activate/", never_cache(activate_totp), name="mfa_activate_totp"),
    path("accounts/2fa/recovery-codes/", never_cache(view_recovery_codes), name="mfa_view_recovery_codes"),
    # Who asks for a passkey is remembered with a row in the database, and allauth counts POST only.
    path(
        "accounts/2fa/webauthn/login/",
        ratelimit.decorator(app="allauth.mfa", action="passkey_asked_for", limit_get=True)(login_webauthn),
        name="mfa_login_webauthn",
    ),
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
