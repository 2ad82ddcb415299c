"""Fences the network: during tests a socket reaches this machine and nothing else."""

import ipaddress
import socket
from collections.abc import Iterator
from typing import Any

import pytest

LOCAL_NAMES = ("localhost", "localhost.localdomain", "")


class NetworkUsed(AssertionError):
    """A test tried to reach another machine; raised past handlers of OSError on purpose."""


def is_loopback(host: object) -> bool:
    """Tell whether a host name or address means this machine; other names are not even looked up."""
    name = host.decode() if isinstance(host, bytes) else host
    if name is None:
        return True
    if not isinstance(name, str):
        return False
    if name in LOCAL_NAMES:
        return True
    try:
        return ipaddress.ip_address(name.split("%")[0]).is_loopback
    except ValueError:
        return False


def check_address(address: Any) -> None:
    """Let an address of this machine pass (also a Unix socket's path); raises NetworkUsed for another."""
    if isinstance(address, tuple) and not is_loopback(address[0]):
        raise NetworkUsed(f"tests use no network, but {address[0]}:{address[1]} was called")


@pytest.fixture(scope="session", autouse=True)
def fence_network() -> Iterator[None]:
    """Refuse connections and look-ups of other machines for the whole run."""
    connect, connect_ex, sendto = socket.socket.connect, socket.socket.connect_ex, socket.socket.sendto
    getaddrinfo = socket.getaddrinfo

    def fenced_connect(self: socket.socket, address: Any) -> None:
        check_address(address)
        connect(self, address)

    def fenced_connect_ex(self: socket.socket, address: Any) -> int:
        check_address(address)
        return connect_ex(self, address)

    def fenced_sendto(self: socket.socket, *arguments: Any) -> int:
        check_address(arguments[-1])
        return sendto(self, *arguments)

    def fenced_getaddrinfo(host: Any, *arguments: Any, **options: Any) -> Any:
        check_address((host, arguments[0] if arguments else options.get("port")))
        return getaddrinfo(host, *arguments, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", fenced_connect)
        patch.setattr(socket.socket, "connect_ex", fenced_connect_ex)
        patch.setattr(socket.socket, "sendto", fenced_sendto)
        patch.setattr(socket, "getaddrinfo", fenced_getaddrinfo)
        yield
