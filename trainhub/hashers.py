"""How passwords are kept."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class OwaspArgon2PasswordHasher(Argon2PasswordHasher):
    """Argon2id with the OWASP cheat sheet's parameters: 19 MiB, two passes, one lane.

    Django's default takes 100 MB for each sign-in, which a small server cannot
    spare for eight people at once.
    """

    time_cost = 2
    memory_cost = 19456
    parallelism = 1
