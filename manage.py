#!/usr/bin/env python
"""Django's command line for TrainHub."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trainhub.settings")
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        settings._setup()
    except (ValueError, ImproperlyConfigured) as problem:
        raise SystemExit(f"A setting in the environment or .env is wrong: {problem}") from None
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
