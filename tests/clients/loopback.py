"""A server on 127.0.0.1 that answers every request with the error its path names: `/<protocol>/<case id>/...`."""

from __future__ import annotations

import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from client_cases import CASES, GATEWAY_ID, REASONS

BY_ID = {case.id: case for case in CASES}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        _, protocol, id, *_ = self.path.split("/")
        case = BY_ID[id]
        content_type, body = case.answer(protocol)
        self.send_response(case.http_status, REASONS.get(case.http_status))
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        if case.gateway:
            self.send_header("X-Oneapi-Request-Id", GATEWAY_ID)
        else:
            self.send_header("Msh-Request-Id", "f2b8c1d4-c5f0-11f0-9a31-7ac2f1d7e9b0")
        self.end_headers()
        self.wfile.write(body)

    def version_string(self) -> str:
        return "openresty"

    def date_time_string(self, timestamp: float | None = None) -> str:
        return "Fri, 20 Nov 2026 12:00:00 GMT"  # fixed, so that refreshed captures differ only where a client does

    def log_message(self, format: str, *args: Any) -> None:
        pass


class Loopback:
    """The server and a port where nobody listens, while the `with` block lasts."""

    def __enter__(self) -> Loopback:
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.block_on_close = False
        self.closed = socket.socket()
        self.closed.bind(("127.0.0.1", 0))  # bound but not listening: connecting is refused, and no one else gets the port
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.closed.close()
        self.thread.join(5)

    def url(self, protocol: str, id: str) -> str:
        """Return the base URL for one case, in the form the clients of a protocol take it."""
        port = (self.closed if BY_ID[id].form == "closed" else self.server.socket).getsockname()[1]
        return f"http://127.0.0.1:{port}/{protocol}/{id}" + ("/v1" if protocol == "openai" else "")
