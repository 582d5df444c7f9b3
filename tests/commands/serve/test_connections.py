"""Slow clients, and those with many connections: they are closed, and everybody else is
answered."""

import asyncio
import socket
from contextlib import suppress
from typing import Any

import uvicorn
from uvicorn.server import ServerState

from quoteminer.commands.serve.connections import Connection


class Hasty(Connection):
    seconds = 0.2
    most = 6


HEAD = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"


async def answer(scope: Any, receive: Any, send: Any) -> None:
    status, body = (200, bytes(20_000_000)) if scope["path"] == "/large" else (204, b"")
    await send({"type": "http.response.start", "status": status, "headers": []})
    await send({"type": "http.response.body", "body": body})


class Server:
    async def __aenter__(self) -> "Server":
        config, state = uvicorn.Config(answer, http=Hasty, log_level="critical"), ServerState()
        config.load()
        loop = asyncio.get_running_loop()
        self._connections = state.connections
        self._server = await loop.create_server(lambda: Hasty(config, state, {}), "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *error: object) -> None:
        self._server.close()

    async def has_connections(self, number: int) -> None:
        async def wait() -> None:
            while len(self._connections) != number:
                await asyncio.sleep(0.01)

        await asyncio.wait_for(wait(), 30)

    async def sent(self, content: bytes) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(content)
        return reader, writer


async def is_answered(reader: asyncio.StreamReader) -> bool:
    return (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 204")


async def is_closed(reader: asyncio.StreamReader) -> bool:
    with suppress(ConnectionResetError):
        return await asyncio.wait_for(reader.read(), 30) == b""
    return True


def test_a_head_that_does_not_end_is_not_waited_for() -> None:
    async def story() -> None:
        async with Server() as server:
            for head in (b"", b"GET / HTTP/1.1\r\nHost: a\r\nX-Slow: "):
                reader, _ = await server.sent(head)
                assert await is_closed(reader)
            reader, writer = await server.sent(HEAD)
            assert await is_answered(reader)
            writer.write(b"GET / HT")  # a second head on the same connection
            assert await is_closed(reader)

    asyncio.run(story())


def test_who_does_not_read_is_not_waited_for() -> None:
    async def story() -> None:
        async with Server() as server:
            large = HEAD.replace(b"/ ", b"/large ", 1)
            old = large.replace(b"1.1", b"1.0")
            for head in (large, old):
                with socket.create_connection(("127.0.0.1", server.port)) as deaf:
                    deaf.sendall(head)
                    await server.has_connections(1)
                    await server.has_connections(0)
            reader, writer = await server.sent(old)
            count = 0
            # as slowly as half a minute for all of it, at 10 seconds
            while part := await reader.read(1 << 19):
                count += len(part)
                await asyncio.sleep(0.02)
            assert count > 20_000_000
            writer.close()

    asyncio.run(story())


def test_one_client_does_not_have_all_connections() -> None:
    async def story() -> None:
        async with Server() as server:
            kept = [await server.sent(HEAD) for _ in range(3)]
            for reader, _ in kept:
                assert await is_answered(reader)
            reader, _ = await server.sent(HEAD)
            assert await is_closed(reader)
            kept[0][1].close()
            while True:  # until the server knows
                reader, _ = await server.sent(HEAD)
                with suppress(asyncio.IncompleteReadError, ConnectionResetError):
                    assert await is_answered(reader)
                    return
                await asyncio.sleep(0.05)

    asyncio.run(story())
