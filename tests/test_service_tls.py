"""The service with a certificate of its own: clients have as much time as without, and every answer is encrypted."""

from __future__ import annotations

import json
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest

from serving import BODIES, NDJSON, PAGE, Service, head, serving

LINE = json.dumps({"text": PAGE}).encode() + b"\n"


@pytest.fixture(scope="module")
def secure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """One whose clients have two seconds."""
    if not shutil.which("openssl"):
        pytest.skip("openssl is not installed")
    folder = tmp_path_factory.mktemp("tls")
    certificate, key = str(folder / "certificate.pem"), str(folder / "key.pem")
    how = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1".split()
    subprocess.run(["openssl", *how, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", certificate)
        options = ("--certfile", certificate, "--keyfile", key)
        with serving("service:app", *options, CLEANER_CLIENT_SECONDS="2") as service:
            yield service


def connected(service: Service) -> ssl.SSLSocket:
    plain = socket.create_connection(service.address, timeout=15)
    return ssl.create_default_context().wrap_socket(plain, server_hostname=service.address[0])


def everything(connection: socket.socket) -> bytes:
    """What comes until the service hangs up."""
    return b"".join(iter(lambda: connection.recv(65536), b""))


@pytest.mark.parametrize("sent", [b"\x16", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"])
def test_a_handshake_that_is_not_finished_is_not_waited_for(secure: Service, sent: bytes) -> None:
    with socket.create_connection(secure.address, timeout=15) as connection:
        connection.sendall(sent)
        with suppress(ConnectionError):
            everything(connection)


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        (head()[:30], b""),
        (head("/v1/clean", "text/plain", "Content-Length: 50") + b"\r\nthe rest never comes", b"HTTP/1.1 408 "),
        (head("/v1/clean", "text/plain", "Content-Length: 4") + b"\r\nText", b"HTTP/1.1 200 "),
    ],
)
@pytest.mark.parametrize("is_first", [True, False])
def test_a_slow_client_is_told_so_in_secret(secure: Service, sent: bytes, told: bytes, is_first: bool) -> None:
    with connected(secure) as connection:
        if not is_first:
            connection.sendall(b"GET /livez HTTP/1.1\r\nHost: x\r\n\r\n")
            while not connection.recv(65536).endswith(b"}\n"):
                pass
        connection.sendall(sent)
        answer = everything(connection)
    assert answer.startswith(told)
    assert bool(answer) == bool(told)


def test_a_batch_that_comes_slowly_is_ended_in_secret(secure: Service) -> None:
    with connected(secure) as connection:
        connection.sendall(head("/v1/clean/batch", NDJSON, "Content-Length: 100000") + b"\r\n" + LINE)
        connection.settimeout(0.4)
        answer = b""
        for byte in LINE[:20]:
            with suppress(TimeoutError):
                answer += connection.recv(65536)
            if b'"problem"' in answer:
                break
            connection.sendall(bytes([byte]))
    first, second = [json.loads(each) for each in answer.splitlines() if each.startswith(b"{")]
    assert first["article"]["body"] == BODIES["text"]
    assert second["problem"]["code"] == "too_slow"


def test_a_batch_may_take_longer_than_each_of_its_lines(secure: Service) -> None:
    """Also the first request of a connection, whose handshake had to be done in the same time."""
    with connected(secure) as connection:
        connection.sendall(head("/v1/clean/batch", NDJSON, f"Content-Length: {4 * len(LINE)}") + b"\r\n")
        for _ in range(4):
            time.sleep(0.7)
            connection.sendall(LINE)
        assert everything(connection).count(b'"article":{"status":"ok"') == 4
