"""All of the catalogue, read once in a process."""

from exercises import catalogue

ENTRIES = list(catalogue.read())
