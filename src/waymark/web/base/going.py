"""Where a browser goes next, and where it comes from."""

from __future__ import annotations

import ipaddress

from allauth.core.internal.httpkit import get_client_ip
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme


def see_other(where: str) -> HttpResponse:
    """Send the browser on after a form was accepted, so that reloading does not send the form again."""
    response = HttpResponseRedirect(where)
    response.status_code = 303
    return response


def safe_next(request: HttpRequest, otherwise: str = "") -> str:
    """Return the address on this site that the form or the link asked to go to next, or ``otherwise``."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return otherwise


def place_of(request: HttpRequest) -> str:
    """Return the network address a request comes from; empty when it is not known.

    Of IPv6 the first half only: one household has every address of a half. Behind a proxy (WAYMARK_BEHIND_PROXY) it is
    the address that the proxy itself has seen.
    """
    address = get_client_ip(request) or ""
    if ":" in address:
        return str(ipaddress.ip_network(f"{address}/64", strict=False).network_address)
    return address
