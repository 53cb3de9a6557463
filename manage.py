#!/usr/bin/env python
"""Django's command line for TrainHub."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trainhub.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    if "runserver" not in sys.argv:  # which begins again by itself as soon as the code is mended
        try:
            django.setup()
        except (ValueError, ImproperlyConfigured) as problem:
            raise SystemExit(f"A setting in the environment or .env is wrong: {problem}") from None
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
