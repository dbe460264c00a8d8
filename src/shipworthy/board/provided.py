"""How people come in by an identity provider: out to it, and back with what it says of them."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, unquote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from shipworthy.board.guard import COOKIE, ENTER, cookie
from shipworthy.board.pages import Pages
from shipworthy.board.places import own_place
from shipworthy.board.visitors import Visitor, Visitors
from shipworthy.foundation.errors import ServerError, UserError
from shipworthy.show.words import sentence
from shipworthy.workflow.accounts import Accounts
from shipworthy.workflow.single_sign_on import LASTS, SingleSignOn

OUT: Final = f"{ENTER}/provider"
BACK: Final = f"{OUT}/back"

_COOKIE: Final = f"{COOKIE}_attempt"
_ENDED: Final = (
    "It was used before, took longer than ten minutes, or was begun in another browser or window.",
    "Nothing was done. Begin again.",
)
_REFUSED: Final = ("Your identity provider sent you back without saying who you are.", "Nothing was done. Try again.")
_AGAIN: Final = (("Sign in", ENTER),)


@dataclass(frozen=True)
class Provided:
    """The handlers of both ways.

    Args:
        pages: what they show.
        visitors: who may come in.
        accounts: where sessions begin.
        provider: that proves who somebody is.
    """

    pages: Pages
    visitors: Visitors
    accounts: Accounts
    provider: SingleSignOn

    async def out(self, request: Request) -> Response:
        """Sends the browser to the provider."""
        place = own_place(request.query_params.get("next", "/"))
        try:
            address, secret = await run_in_threadpool(self.provider.begin, _back(request))
        except ServerError as error:
            return self._not_in(error)
        answer = RedirectResponse(address, 303)
        answer.headers["set-cookie"] = _kept(request, f"{secret}.{quote(place, safe='')}", LASTS.seconds)
        return answer

    async def back(self, request: Request) -> Response:
        """Lets in whom the provider vouches for; whatever comes of it, the attempt is used up."""
        asked = request.query_params
        secret, _, place = request.cookies.get(_COOKIE, "").partition(".")
        if not await run_in_threadpool(self.provider.is_mine, secret, asked.get("state", "")):
            answer: Response = HTMLResponse(self.pages.alone("This attempt to sign in has ended", _ENDED, _AGAIN), 400)
        elif not asked.get("code"):
            answer = HTMLResponse(self.pages.alone("You are not signed in", _REFUSED, _AGAIN), 403)
        else:
            answer = await self._answered(request, secret, own_place(unquote(place)))
        answer.headers.append("set-cookie", _kept(request, "", 0))
        return answer

    async def _answered(self, request: Request, secret: str, place: str) -> Response:
        code, issuer = request.query_params["code"], request.query_params.get("iss", "")
        try:
            email = await run_in_threadpool(self.provider.finish, secret, _back(request), code, issuer)
        except UserError as error:
            return self._not_in(error)
        if not await run_in_threadpool(self._is_known, email):
            return self._unknown(email)
        session = await run_in_threadpool(self.accounts.come_in, email)
        # the session's cookie is not sent on a way that began elsewhere, so this page takes the next step
        page = self.pages.alone("You are signed in", [f"As {email}."], [("Go on", place)])
        answer = HTMLResponse(page, headers={"refresh": f"0; url={quote(place, safe='/%?=&')}"})
        answer.headers.append("set-cookie", cookie(session, secure=request.url.scheme == "https"))
        return answer

    def _is_known(self, email: str) -> bool:
        """Whether an address has an account, or some project names it."""
        if self.accounts.of_address(email) is not None:
            return True
        somebody = Visitor(email, email, authority="authenticated")
        return any(self.visitors.sees(somebody, name) for name in self.pages.shelf.names)

    def _unknown(self, email: str) -> Response:
        says = [
            f"You are {email}, and no project here names that address.",
            "Ask whoever leads your project to write it beside your name under `people` in its document, "
            "or whoever keeps the board for an account.",
        ]
        return HTMLResponse(self.pages.alone("No project here names you", says, _AGAIN), 403)

    def _not_in(self, error: UserError) -> Response:
        seen = error.to_dict().get("seen", "")
        says = [sentence(one) for one in (error.what, str(seen), error.next_step) if one]
        status = 503 if isinstance(error, ServerError) else 403
        return HTMLResponse(self.pages.alone("You are not signed in", says, _AGAIN), status)


def _back(request: Request) -> str:
    return str(request.url.replace(path=BACK, query="", fragment=""))


def _kept(request: Request, value: str, seconds: int) -> str:
    # Lax, not Strict: the provider sends the browser back, and the cookie has to come along
    secure = "; Secure" if request.url.scheme == "https" else ""
    return f"{_COOKIE}={value}; Path={OUT}; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}"
