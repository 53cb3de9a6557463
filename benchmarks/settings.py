"""The settings of `make run`, and the floor beside the site. For a benchmark only: nobody signs in too often."""

from trainhub.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.floor"
# The limits are asked as ever, and never reached: all requests come from one address.
ENDLESS = "1000000/m/ip"
ACCOUNT_RATE_LIMITS = {"login": ENDLESS, "login_failed": ENDLESS, "login_failed_network": ENDLESS}
