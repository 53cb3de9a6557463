"""The wiring: settings, addresses, what an operator runs."""

from trainhub.sqlite import prefer_newer

prefer_newer()  # here, since whatever loads Django loads trainhub.settings first
