"""The board as a web application."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import Any, Final

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from shipworthy.board.actions import act, actions_of
from shipworthy.board.asking import Server
from shipworthy.board.entrances import Entrances
from shipworthy.board.guard import ENTER, Guard, Keys, RefusedError, posted
from shipworthy.board.pages import STYLE, STYLE_AT, Pages, Visit
from shipworthy.board.places import back_to, place_of, project_at
from shipworthy.board.provided import BACK, OUT, Provided
from shipworthy.board.trying import Servers, first_look, tried
from shipworthy.board.visitors import ANYBODY, Visitor, Visitors
from shipworthy.foundation.errors import UserError
from shipworthy.show.words import sentence
from shipworthy.workflow.accounts import Accounts
from shipworthy.workflow.shelf import Shelf
from shipworthy.workflow.single_sign_on import SingleSignOn
from shipworthy.workflow.trial import TrialServers

_DONE: Final = {
    "decide": "Your decision is on record.",
    "sign": "Your signature is on record.",
    "comment": "What you said is on record.",
    "estimate": "Your range is on record; now you see what others said.",
    "undo": "It is taken back; both stay on record.",
}
_DIGITS: Final = 10
_LOST: Final = "There is no such page"


@dataclass(frozen=True)
class Board:
    """The handlers of all pages.

    Args:
        pages: what they show.
        keys: of this process.
        servers: the model servers that the form asks.
        visitors: who may come in, and what they may see.
    """

    pages: Pages
    keys: Keys
    servers: Servers
    visitors: Visitors

    async def portfolio(self, request: Request) -> Response:
        """All projects."""
        asked = request.query_params
        number = asked.get("page", "")
        at = int(number) if number.isdecimal() and len(number) < _DIGITS else 1
        search, order = asked.get("search", ""), asked.get("sort", "")
        return await self._shown(self.pages.portfolio, self._visit(request), search, order, at)

    async def project(self, request: Request) -> Response:
        """For the business owner."""
        visit = self._visit(request)
        return await self._shown(self.pages.project, _name(request), visit, partial(actions_of, visitor=visit.visitor))

    async def science(self, request: Request) -> Response:
        """For the data scientist."""
        return await self._shown(self.pages.science, _name(request), self._visit(request))

    async def week(self, request: Request) -> Response:
        """The weekly update, of this week or an earlier one."""
        first = request.query_params.get("of", "")
        return await self._shown(self.pages.week, _name(request), self._visit(request), first)

    async def demo(self, request: Request) -> Response:
        """The last demo, or that of a day."""
        day = request.path_params.get("day", "")
        return await self._shown(self.pages.demo, _name(request), self._visit(request), day)

    async def live(self, request: Request) -> Response:
        """What is live."""
        return await self._shown(self.pages.live, _name(request), self._visit(request))

    async def incident(self, request: Request) -> Response:
        """One incident."""
        incident = request.path_params["incident"]
        return await self._shown(self.pages.incident, _name(request), incident, self._visit(request))

    async def ask(self, request: Request) -> Response:
        """The form that asks the model."""
        case = request.query_params.get("case", "")
        return await self._shown(first_look, self.pages, _name(request), case, self._visit(request))

    async def answer(self, request: Request) -> Response:
        """The form, answered."""
        fields = await posted(request, self.keys)
        return await self._shown(tried, self.pages, self.servers, _name(request), fields, self._visit(request))

    async def do(self, request: Request) -> Response:
        """Decides, signs or comments, and goes back to the project."""
        what, name = request.url.path.rpartition("/")[2], _name(request)
        fields = await posted(request, self.keys)
        try:
            await run_in_threadpool(act, self.pages.shelf[name], what, fields, request.scope["visitor"])
        except UserError as error:
            links = [("Back to the project", f"{place_of(name)}#act")]
            says = [one for one in _told(error) if "--" not in one]  # options are for the terminal
            page = self.pages.message("This could not be put on record", says, self._visit(request), links)
            return HTMLResponse(page, 422)
        return RedirectResponse(f"{back_to(place_of(name), fields.get('back', ''))}?done={what}", 303)

    async def style(self, request: Request) -> Response:
        """The style sheet; its address changes with it."""
        del request
        return Response(STYLE, media_type="text/css", headers={"cache-control": "max-age=31536000, immutable"})

    async def lost(self, request: Request, error: Exception) -> Response:
        """A page that is not there, or may not be asked for like this."""
        assert isinstance(error, HTTPException)
        if error.status_code == HTTPStatus.NOT_FOUND:
            return self._message(request, 404, _LOST, [f"Nothing is at {request.url.path}."])
        says = [f"{request.method} makes no sense for {request.url.path}."]
        return self._message(request, error.status_code, error.detail, says, error.headers)

    async def refused(self, request: Request, error: Exception) -> Response:
        """A form that was not ours."""
        assert isinstance(error, RefusedError)
        return self._message(request, error.status, "Nothing was done", [str(error)])

    async def unread(self, request: Request, error: Exception) -> Response:
        """A project whose document, ledger or deployment cannot be read."""
        assert isinstance(error, UserError)
        return self._message(request, 503, "This cannot be shown now", _told(error))

    async def broken(self, request: Request, error: Exception) -> Response:
        """A fault of ours."""
        says = [
            "This is a fault of ours, and nothing was lost.",
            f"It is a {type(error).__name__}; the terminal says more.",
        ]
        return self._message(request, 500, "Something broke", says)

    def _message(self, request: Request, status: int, title: str, says: list[str], headers: Any = None) -> Response:
        return HTMLResponse(self.pages.message(title, says, self._visit(request)), status, headers)

    def _visit(self, request: Request) -> Visit:
        session = request.scope.get("session_id", "")
        csrf = self.keys.form(session) if session else ""
        notice = _DONE.get(request.query_params.get("done", ""), "")
        visitor: Visitor = request.scope.get("visitor", ANYBODY)
        leave = bool(session and (self.keys.token or visitor.name))
        return Visit(csrf, leave, notice, visitor, partial(self.visitors.sees, visitor))

    async def _shown(self, make: Callable[..., str], *given: Any) -> Response:
        try:
            return HTMLResponse(await run_in_threadpool(make, *given))
        except KeyError as error:
            raise HTTPException(404) from error


def application(
    shelf: Shelf,
    *,
    server: Server,
    trials: TrialServers | None = None,
    token: str = "",
    accounts: Accounts | None = None,
    provider: SingleSignOn | None = None,
) -> Starlette:
    """The board over the projects of a shelf.

    Args:
        shelf: the projects; closed by whoever opened it.
        server: the model server that the form asks.
        trials: servers of attempts that are not shipped yet, ended by whoever began them; None asks only `server`.
        token: asked for at the door; empty lets in whoever reaches the board.
        accounts: of those who sign in instead; None where nobody does.
        provider: with which they can sign in too; asked only where there are accounts.
    """
    keys, pages, visitors = Keys(token), Pages(shelf), Visitors(shelf, accounts)
    pages.warm()
    board = Board(pages, keys, Servers(server, trials), visitors)
    entrances = Entrances(pages, keys, visitors, provider.name if provider else "")
    provided = Provided(pages, visitors, accounts, provider) if accounts and provider else None
    at = "/projects/{name}"
    routes = [
        _get("/", board.portfolio),
        _get(at, board.project),
        _get(f"{at}/science", board.science),
        _get(f"{at}/week", board.week),
        _get(f"{at}/demo", board.demo),
        _get(f"{at}/demo/{{day}}", board.demo),
        _get(f"{at}/live", board.live),
        _get(f"{at}/incidents/{{incident:path}}", board.incident),
        _get(f"{at}/try", board.ask),
        Route(f"{at}/try", board.answer, methods=["POST"]),
        *(Route(f"{at}/{name}", board.do, methods=["POST"]) for name in _DONE),
        _get(ENTER, entrances.door),
        Route(ENTER, entrances.enter, methods=["POST"]),
        Route("/leave", entrances.leave, methods=["POST"]),
        _get("/invited/{name}/{token}", entrances.invited),
        Route("/invited/{name}/{token}", entrances.accept, methods=["POST"]),
        _get("/password/{token}", entrances.password),
        Route("/password/{token}", entrances.set_password, methods=["POST"]),
        _get(STYLE_AT, board.style),
        *([_get(OUT, provided.out), _get(BACK, provided.back)] if provided else []),
    ]
    return Starlette(
        routes=routes,
        middleware=[Middleware(Guard, keys=keys, visitors=visitors)],
        exception_handlers={
            HTTPException: board.lost,
            RefusedError: board.refused,
            UserError: board.unread,
            Exception: board.broken,
        },
    )


def _get(path: str, handler: Callable[[Request], Awaitable[Response]]) -> Route:
    return Route(path, handler, methods=["GET"])


def _name(request: Request) -> str:
    return project_at(request.path_params["name"])


def _told(error: UserError) -> list[str]:
    told = error.to_dict()
    lines = [
        sentence(error.what),
        *(f"{label.capitalize()}: {told[label]}" for label in ("where", "seen", "allowed") if label in told),
    ]
    return [*lines, sentence(error.next_step)] if error.next_step else lines
