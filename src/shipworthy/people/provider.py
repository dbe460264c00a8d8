"""The identity provider of a company, as the environment names it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from shipworthy.foundation.addresses import is_loopback
from shipworthy.foundation.errors import RequestError

_PREFIX: Final = "SHIPWORTHY_OIDC_"


@dataclass(frozen=True)
class Provider:
    """Who proves to us who somebody is.

    Attributes:
        issuer: address that it is known by, without a slash at its end.
        client: as which it knows this board.
        secret: that this board shares with it; empty where it asks for none.
        name: of it, for people.
    """

    issuer: str
    client: str
    secret: str = field(default="", repr=False)
    name: str = "your company"


def provider_of(environment: Mapping[str, str]) -> Provider | None:
    """The provider that the environment names; None when it names none.

    Args:
        environment: with `SHIPWORTHY_OIDC_ISSUER`, `_CLIENT_ID`, `_CLIENT_SECRET` or `_CLIENT_SECRET_FILE`, `_NAME`.

    Raises:
        RequestError: when it says only half of it, or would talk to others without encryption.

    >>> provider_of({}) is None
    True
    >>> provider_of({"SHIPWORTHY_OIDC_ISSUER": "https://id.example.org/", "SHIPWORTHY_OIDC_CLIENT_ID": "board"})
    Provider(issuer='https://id.example.org', client='board', name='your company')
    """
    given = {name: environment.get(_PREFIX + name, "").strip() for name in ("ISSUER", "CLIENT_ID", "NAME")}
    issuer, client = given["ISSUER"].rstrip("/"), given["CLIENT_ID"]
    if not issuer and not client:
        return None
    for name in ("ISSUER", "CLIENT_ID"):
        if not given[name]:
            what = "the identity provider is named by half"
            raise RequestError(what, where=_PREFIX + name, next_step=f"set {_PREFIX}ISSUER and {_PREFIX}CLIENT_ID")
    if not is_private(issuer):
        raise RequestError(
            "an identity provider is only to be trusted over HTTPS",
            where=_PREFIX + "ISSUER",
            seen=given["ISSUER"],
            allowed="an address that begins with https://, or with http:// on this machine",
        )
    return Provider(issuer, client, _secret(environment), given["NAME"] or "your company")


def is_private(address: str) -> bool:
    """Whether nobody else can read or change what is said to an address.

    >>> is_private("https://id.example.org"), is_private("http://localhost:8080"), is_private("http://id.example.org")
    (True, True, False)
    """
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host)))


def _secret(environment: Mapping[str, str]) -> str:
    name = _PREFIX + "CLIENT_SECRET"
    said, file = environment.get(name, "").strip(), environment.get(f"{name}_FILE", "").strip()
    if said and file:
        what = "the secret is given twice"
        raise RequestError(what, where=name, next_step=f"leave out either {name} or {name}_FILE")
    if not file:
        return said
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        what = "the file with the provider's secret cannot be read"
        raise RequestError(what, where=f"{name}_FILE", seen=file, next_step="name a text file with it") from error
