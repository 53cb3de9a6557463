"""Where to look for a letter."""

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def letters_in_terminal() -> bool:
    """Are letters printed where TrainHub runs, because EMAIL_URL names no mail server?"""
    return bool(settings.EMAIL_BACKEND == "django.core.mail.backends.console.EmailBackend")
