"""How people come in: with the word of the board, a password, or a link that opens once; and how they leave."""

from dataclasses import dataclass
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from shipworthy.board.guard import COOKIE, ENTER, Keys, cookie, posted
from shipworthy.board.pages import Pages
from shipworthy.board.places import own_place, place_of, project_at
from shipworthy.board.visitors import Visitors
from shipworthy.foundation.errors import UserError
from shipworthy.show.words import sentence

_SPENT = (
    "It was opened before, was taken back, or has ended.",
    "Ask whoever sent it for a new one.",
)


@dataclass(frozen=True)
class Entrances:
    """The handlers of all that is open to those who are not in.

    Args:
        pages: what they show.
        keys: of this process.
        visitors: who may come in.
        provider: name of the one that people can sign in with too; empty for none.
    """

    pages: Pages
    keys: Keys
    visitors: Visitors
    provider: str = ""

    async def door(self, request: Request) -> Response:
        """Asks for the word of the board, or for name and password."""
        place = own_place(request.query_params.get("next", "/"))
        return HTMLResponse(self._asks(place, signs_in=self.visitors.accounts is not None))

    async def enter(self, request: Request) -> Response:
        """Lets in who knows it."""
        fields = await posted(request, self.keys, door=True)
        place = own_place(fields.get("next", "/"))
        if self.visitors.accounts is None:
            if not self.keys.is_token(fields.get("token", "")):
                return HTMLResponse(self.pages.door(place, wrong="This is not the token of this board."), 403)
            return _inside(request, place, self.keys.session())
        name = fields.get("name", "")
        found = await run_in_threadpool(self.visitors.accounts.sign_in, name, fields.get("password", ""))
        if found.token:
            return _inside(request, place, found.token)
        wrong = "Name and password do not belong together."
        if found.later:
            wrong = "Too many have tried. Try again in a quarter of an hour."
        return HTMLResponse(self._asks(place, wrong=wrong, signs_in=True, name=name), 429 if found.later else 403)

    async def leave(self, request: Request) -> Response:
        """Signs out."""
        await posted(request, self.keys)
        await run_in_threadpool(self.visitors.leave, request.cookies.get(COOKIE, ""))
        return RedirectResponse(ENTER, 303, {"set-cookie": cookie("")})

    async def invited(self, request: Request) -> Response:
        """Tells where a link leads; it is opened by a button, so that programs that read mails do not open it."""
        name = self._project(request)
        person = await run_in_threadpool(self.pages.shelf[name].expects, request.path_params["token"])
        if not person:
            return self._spent()
        return HTMLResponse(self.pages.invitation(name, person))

    async def accept(self, request: Request) -> Response:
        """Opens a link, for good."""
        await posted(request, self.keys, door=True)
        name = self._project(request)
        session = await run_in_threadpool(self.pages.shelf[name].come_in, request.path_params["token"])
        return _inside(request, place_of(name), session) if session else self._spent()

    async def password(self, request: Request) -> Response:
        """Asks for a new password."""
        person = await self._sets(request)
        return HTMLResponse(self.pages.new_password(person)) if person else self._spent()

    async def set_password(self, request: Request) -> Response:
        """Sets it, and lets the person in."""
        fields = await posted(request, self.keys, door=True)
        accounts, person = self.visitors.accounts, await self._sets(request)
        if accounts is None or not person:
            return self._spent()
        password = fields.get("password", "")
        if password != fields.get("again", ""):
            return HTMLResponse(self.pages.new_password(person, wrong="The two are not the same."), 422)
        try:
            session = await run_in_threadpool(accounts.set_password, request.path_params["token"], password)
        except UserError as error:
            wrong = f"{sentence(error.what)} Allowed: {error.allowed}. {sentence(error.next_step)}"
            return HTMLResponse(self.pages.new_password(person, wrong=wrong), 422)
        return _inside(request, "/", session) if session else self._spent()

    def _asks(self, place: str, **given: Any) -> str:
        return self.pages.door(place, provider=self.provider, **given)

    async def _sets(self, request: Request) -> str:
        """Whose password a link sets; empty when it sets none."""
        if self.visitors.accounts is None:
            return ""
        link = await run_in_threadpool(self.visitors.accounts.link, request.path_params["token"])
        return link.person if link else ""

    def _project(self, request: Request) -> str:
        name = project_at(request.path_params["name"])
        if name not in self.pages.shelf.names:
            raise HTTPException(404)
        return name

    def _spent(self) -> Response:
        return HTMLResponse(self.pages.alone("This link opens nothing any more", _SPENT), 410)


def _inside(request: Request, place: str, session: str) -> Response:
    return RedirectResponse(place, 303, {"set-cookie": cookie(session, secure=request.url.scheme == "https")})
