"""Asks an identity provider who somebody is, by OpenID Connect: with a code, PKCE, a state and a nonce."""

import hashlib
import importlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from shipworthy.foundation.errors import MissingExtraError, PersonError, ServerError
from shipworthy.people.provider import Provider, is_private

LEEWAY: Final = 120
"""Seconds by which the clocks of provider and board may differ."""
_PATIENCE: Final = 5.0
# what a provider signs with a key that only it has; with an HMAC, whoever knows the client's secret could sign
_SIGNED_BY: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
_UNPROVEN: Final = "what the identity provider sent does not prove who you are"
_FAULTS: Final = {
    "iss": "it was issued by another provider",
    "aud": "it was issued for another program",
    "azp": "it was issued for another program",
    "nonce": "it was issued for another attempt to sign in",
    "at_hash": "its parts do not belong together",
    "exp": "it has ended, or the clocks of provider and board are apart",
    "iat": "it is of a time to come, so the clocks of provider and board are apart",
    "nbf": "it is of a time to come, so the clocks of provider and board are apart",
}
_TELL: Final = "sign in again; if it stays so, tell whoever keeps the board"


@dataclass(frozen=True)
class Attempt:
    """One attempt to sign in; all that it needs follows from one secret, so that nothing else is kept.

    Attributes:
        secret: 256 random bits that only this browser holds.
    """

    secret: str

    @property
    def state(self) -> str:
        """What the provider hands back, so that nobody can be signed in as somebody else by a link."""
        return self._of("state")

    @property
    def nonce(self) -> str:
        """What the provider signs, so that its answer is good for this attempt alone."""
        return self._of("nonce")

    @property
    def verifier(self) -> str:
        """What shows that we asked, whoever else saw the code."""
        return self._of("verifier")

    def _of(self, use: str) -> str:
        return hashlib.sha256(f"{use}:{self.secret}".encode()).hexdigest()


class OpenID:
    """Talks to a provider. May be used from several threads; keeps nothing, so that keys may change at any time.

    Args:
        provider: as the environment names it.

    Raises:
        MissingExtraError: when the library is not installed.
    """

    def __init__(self, provider: Provider) -> None:
        self.provider = provider
        try:
            self._client = importlib.import_module("authlib.integrations.requests_client").OAuth2Session
            self._claims = importlib.import_module("authlib.oidc.core").CodeIDToken
            self._refused = importlib.import_module("authlib.common.errors").AuthlibBaseError
            self._jose = {name: importlib.import_module(f"joserfc.{name}") for name in ("jwt", "jwk", "errors")}
        except ModuleNotFoundError as error:
            raise MissingExtraError(
                "an identity provider is named, and what talks to it is not installed",
                where="SHIPWORTHY_OIDC_ISSUER",
                seen=error.name,
                next_step="pip install 'shipworthy[oidc]'",
            ) from error

    def metadata(self) -> dict[str, Any]:
        """What the provider says of itself.

        Raises:
            ServerError: when it cannot be reached, or is none.
        """
        with self._session() as session:
            found = self._json(session, f"{self.provider.issuer}/.well-known/openid-configuration")
        wanted = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        if str(found.get("issuer", "")).rstrip("/") != self.provider.issuer:
            raise self._down("it goes by another name there", seen=found.get("issuer"))
        for name in wanted:
            if not is_private(str(found.get(name, ""))):
                raise self._down(f"it names no {name} that can be trusted", seen=found.get(name))
        return found

    def begin(self, attempt: Attempt, back: str) -> str:
        """Where the browser goes to prove who it is.

        Args:
            attempt: a new one.
            back: address that the provider sends it back to.

        Raises:
            ServerError: when the provider cannot be reached.
        """
        where = self.metadata()["authorization_endpoint"]
        with self._session(redirect_uri=back) as session:
            address, _ = session.create_authorization_url(
                where, state=attempt.state, nonce=attempt.nonce, code_verifier=attempt.verifier
            )
        return str(address)

    def finish(self, attempt: Attempt, back: str, code: str, now: datetime) -> str:
        """The e-mail address that a code proves.

        Args:
            attempt: that it belongs to.
            back: as given to `begin`.
            code: that the provider sent the browser back with.
            now: by our clock.

        Raises:
            PersonError: when it does not prove one.
            ServerError: when the provider cannot be reached.
        """
        about = self.metadata()
        token = self._token(about, attempt, back, code)
        claims = self._proven(token, about, attempt, now)
        if "email" not in claims:
            claims = {**claims, **self._more(about, token, claims["sub"])}
        email = claims.get("email")
        if claims.get("email_verified") is not True or not isinstance(email, str) or "@" not in email:
            step = "ask whoever keeps the provider to confirm your address"
            raise PersonError("the identity provider does not vouch for your address", next_step=step)
        return email.strip()

    def _token(self, about: dict[str, Any], attempt: Attempt, back: str, code: str) -> dict[str, Any]:
        with self._session(about, redirect_uri=back) as session:
            try:
                token = session.fetch_token(
                    about["token_endpoint"],
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=attempt.verifier,
                    timeout=_PATIENCE,
                    allow_redirects=False,
                )
            except self._refused as error:
                if error.error != "invalid_grant":
                    raise self._down("it does not take the name and secret of this board", error.error) from error
                what = "the identity provider no longer knows of this attempt"
                raise PersonError(what, next_step="sign in again, and do not wait long") from error
            except (OSError, ValueError) as error:
                raise self._down() from error
        if not isinstance(token.get("id_token"), str):
            raise PersonError(_UNPROVEN, seen="it holds no ID token", next_step=_TELL)
        return dict(token)

    def _proven(self, token: dict[str, Any], about: dict[str, Any], attempt: Attempt, now: datetime) -> dict[str, Any]:
        with self._session() as session:
            keys = self._json(session, about["jwks_uri"])
        errors = self._jose["errors"]
        options = {
            "iss": {"essential": True, "value": about["issuer"]},
            "aud": {"essential": True, "value": self.provider.client},
        }
        params = {"nonce": attempt.nonce, "client_id": self.provider.client, "access_token": token.get("access_token")}
        try:
            known = self._jose["jwk"].KeySet.import_key_set(keys)
            decoded = self._jose["jwt"].decode(token["id_token"], key=known, algorithms=list(_SIGNED_BY))
            claims = self._claims(decoded.claims, decoded.header, options, params)
            claims.validate(now=int(now.timestamp()), leeway=LEEWAY)
        except errors.MissingClaimError as error:
            raise PersonError(_UNPROVEN, seen=f"it lacks {error.claim}", next_step=_TELL) from error
        except errors.ClaimError as error:
            seen = _FAULTS.get(error.claim, f"its {error.claim} is not as it should be")
            raise PersonError(_UNPROVEN, seen=seen, next_step=_TELL) from error
        except (errors.JoseError, ValueError, TypeError, KeyError) as error:
            seen = "it was not signed with a key of the provider"
            raise PersonError(_UNPROVEN, seen=seen, next_step=_TELL) from error
        return dict(claims)

    def _more(self, about: dict[str, Any], token: dict[str, Any], subject: str) -> dict[str, Any]:
        """What the provider says of somebody beside the ID token; nothing when it is of somebody else."""
        where = str(about.get("userinfo_endpoint", ""))
        if not is_private(where):
            return {}
        with self._session(token=token, leeway=0) as session:
            found = self._json(session, where, withhold_token=False)
        same = found.get("sub") == subject
        return {name: found[name] for name in ("email", "email_verified") if same and name in found}

    def _session(self, about: dict[str, Any] | None = None, **options: Any) -> Any:
        offers = (about or {}).get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        secret = "client_secret_basic" if "client_secret_basic" in offers else "client_secret_post"
        return self._client(
            self.provider.client,
            self.provider.secret or None,
            token_endpoint_auth_method=secret if self.provider.secret else "none",
            scope="openid email",
            code_challenge_method="S256",
            **options,
        )

    def _json(self, session: Any, address: str, *, withhold_token: bool = True) -> dict[str, Any]:
        try:
            answer = session.get(address, withhold_token=withhold_token, timeout=_PATIENCE, allow_redirects=False)
            answer.raise_for_status()
            found = answer.json()
        except (OSError, ValueError, self._refused) as error:
            raise self._down() from error
        if not isinstance(found, dict):
            raise self._down("it answers with something else")
        return found

    def _down(self, why: str = "it gives no answer that can be read", seen: object = None) -> ServerError:
        step = "try again soon; if it stays so, tell whoever keeps the board"
        return ServerError(f"the identity provider cannot be asked: {why}", seen=seen, next_step=step)
