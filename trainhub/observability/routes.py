"""What of an address may be written down. Addresses hold keys: only what is known to be harmless is kept."""

from __future__ import annotations

import ipaddress
import re
from contextlib import suppress
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, resolve

NONE, STATIC = "none", "static"
MASK = "***"
# Parts of an address that name a thing and open nothing. A part not named here is masked.
HARMLESS = {"pk", "line", "group", "week", "app_label", "object_id", "content_type_id"}
WORD = re.compile(r"[A-Za-z][A-Za-z._-]{0,19}")
LONGEST = 200


def find(request: HttpRequest) -> None:
    """Looks up what was asked for, where something failed before Django did."""
    if request.resolver_match is None:
        with suppress(Resolver404):
            request.found_late = resolve(request.path_info)  # type: ignore[attr-defined]


def _match(request: HttpRequest) -> Any:
    return request.resolver_match or getattr(request, "found_late", None)


def route(request: HttpRequest) -> str:
    """The name of the address: "programs:program_detail". As few as there are addresses, whatever people ask for."""
    match = _match(request)
    if match:
        return match.view_name
    return STATIC if request.path_info.startswith(settings.STATIC_URL) else NONE


def masked_path(request: HttpRequest) -> str:
    """The path without its query, and without what might be a key."""
    match, path = _match(request), request.path
    if match is None:
        # Nobody knows what this was meant to be: words are kept, all else might be a key.
        return "/".join(part if not part or WORD.fullmatch(part) else MASK for part in path[:LONGEST].split("/"))
    hidden = [value for name, value in match.captured_kwargs.items() if name not in HARMLESS]
    for value in sorted(map(str, [*match.args, *hidden]), key=len, reverse=True):
        if value:
            path = path.replace(value, MASK)
    return path[:LONGEST]


def remote(request: HttpRequest) -> str:
    """The network that a request came from, not the machine: /24 of IPv4, /48 of IPv6. "" when it is unknown.

    Enough to see one flood for what it is, too little to follow a person.
    """
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.TRUST_PROXY else ""
    return _network(forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", ""))


@lru_cache(maxsize=1024)
def _network(given: str) -> str:
    try:
        address = ipaddress.ip_address(given)
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    bits = 24 if address.version == 4 else 48
    return str(ipaddress.ip_network(f"{address}/{bits}", strict=False))
