"""The guard of the other tests: none of them can reach the network without being marked for it."""

from __future__ import annotations

import socket

import pytest
from pytest_socket import SocketBlockedError


def test_no_test_opens_an_internet_socket() -> None:
    with pytest.warns(UserWarning, match=r"socket\.socket"), pytest.raises(SocketBlockedError):
        socket.socket(socket.AF_INET, socket.SOCK_STREAM)


def test_no_test_looks_up_a_host() -> None:
    with pytest.warns(UserWarning, match="getaddrinfo"), pytest.raises(SocketBlockedError):
        socket.getaddrinfo("localhost", 80)


def test_the_pair_by_which_an_event_loop_wakes_itself_is_open() -> None:
    one, other = socket.socketpair()
    with one, other:
        one.sendall(b"x")
        assert other.recv(1) == b"x"
