import asyncio
import json
import socket

import pytest

from tests.support.network import NetworkUseError


def test_network_of_others_is_out_of_reach_and_loopback_is_not() -> None:
    with pytest.raises(NetworkUseError, match=r"192\.0\.2\.1"), socket.socket() as sock:
        sock.connect(("192.0.2.1", 80))
    with pytest.raises(NetworkUseError, match=r"example\.org"):
        socket.getaddrinfo("example.org", 443)
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        pass


def test_network_of_asyncio_works_over_loopback() -> None:
    async def echo() -> object:
        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(await reader.readline())
            await writer.drain()
            writer.close()

        async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
            reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            writer.write(b'{"n": 1}\n')
            line = await reader.readline()
            writer.close()
            await writer.wait_closed()
            return json.loads(line)

    assert asyncio.run(echo()) == {"n": 1}
