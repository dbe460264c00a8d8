import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Error

from tests.support.browser import OpenPage, Scheme, Screen


@pytest.mark.parametrize(("screen", "width"), [("desktop", 1280), ("phone", 390)])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_browser_has_the_size_and_colours_asked_for(
    open_page: OpenPage, screen: Screen, width: int, scheme: Scheme
) -> None:
    page = open_page(screen=screen, scheme=scheme)
    page.set_content("<meta name=viewport content='width=device-width'><button>Sign</button>")
    page.get_by_role("button", name="Sign").click()
    assert page.evaluate("innerWidth") == width
    assert page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") is (scheme == "dark")


@pytest.mark.parametrize("address", ["http://example.org/", "http://192.0.2.1/"])
def test_browser_stays_on_this_machine(open_page: OpenPage, address: str) -> None:
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        open_page().goto(address)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_browser_reaches_servers_of_this_machine(open_page: OpenPage, host: str) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), _OnePage) as server:
        threading.Thread(target=server.serve_forever).start()
        try:
            page = open_page()
            page.goto(f"http://{host}:{server.server_port}/")
            assert page.get_by_text("Cases kept aside").is_visible()
        finally:
            server.shutdown()


class _OnePage(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<link rel=icon href=data:,><p>Cases kept aside")

    def log_message(self, *_: object) -> None:
        pass
