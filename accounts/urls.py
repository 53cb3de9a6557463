from django.urls import path

from accounts import arriving_views, closing_views, security_views, views

app_name = "accounts"

urlpatterns = [
    path("accounts/profile/", views.ProfileView.as_view(), name="profile"),
    path("accounts/archive/", closing_views.ArchiveView.as_view(), name="archive"),
    path("accounts/archive/read/", arriving_views.ArrivalView.as_view(), name="arriving"),
    path("accounts/close/", closing_views.CloseView.as_view(), name="close"),
    path("accounts/theme/", views.ThemeView.as_view(), name="theme"),
    path("accounts/security/", security_views.SecurityView.as_view(), name="security"),
    path("accounts/security/sign-out/", security_views.SignOutView.as_view(), name="devices_sign_out"),
    path("accounts/security/devices/<int:pk>/sign-out/", security_views.SignOutView.as_view(), name="device_sign_out"),
]
