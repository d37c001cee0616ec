"""What the output of a failed installer means, in plain words, and what to do about it.

Refuses to guess: output that fits no known cause gets a pointer to the log.
"""

from __future__ import annotations

import re

_UNKNOWN = "The cause is none that this set-up knows; the log has the whole output. Running `make setup` again is safe."

# The first that fits is told: an installer without network also complains that it found no version, and so on.
_CAUSES: tuple[tuple[str, str], ...] = (
    (
        r"no space left on device|errno 28|disk quota exceeded|os error 28",
        "The disk is full (or your quota is used up). Free about 8 GB where the checkout lies; the caches of pip and uv lie in your home folder and "
        "can lie elsewhere (PIP_CACHE_DIR, UV_CACHE_DIR). Then run `make setup` again.",
    ),
    (
        r"do not match the hashes|hash mismatch|hashes are required|expected sha256",
        "A downloaded file is not the one that the lock file names. A proxy or mirror may have changed or cut it: run `make setup` again, "
        "and if it stays so, use another index. Whoever maintains the lock files: `make lock`.",
    ),
    (
        r"certificate[ _]verify[ _]failed|invalid peer certificate|unknownissuer|self[- ]signed certificate|sslerror",
        "The connection to the package registry is not trusted: a company proxy probably signs it with a certificate of its own. "
        "Point SSL_CERT_FILE and PIP_CERT to the file with that certificate and run `make setup` again.",
    ),
    (
        r"\b(401|403|407) (client error|unauthorized|forbidden|proxy)|status (client )?error \(?(401|403|407)|http error (401|403|407)"
        r"|tunnel connection failed: (401|403|407)|unsuccessful tunnel|status code: (401|403|407)",
        "The package registry (or the proxy before it) refused the request. Check the proxy settings (HTTPS_PROXY) and, for a registry of your own, "
        "its address and credentials in the configuration of pip and uv; then run `make setup` again.",
    ),
    (
        r"name resolution|name or service not known|nodename nor servname|dns error|failed to lookup address|connection refused|network is unreachable"
        r"|no route to host|tcp connect error|proxyerror|cannot connect to proxy|newconnectionerror|error sending request|connection reset|timed out"
        r"|client error \(connect\)|operation timed out|failed to (fetch|download):? `?http|network connectivity is disabled",
        "The download server cannot be reached: this machine is offline, or a proxy is needed or wrong (HTTPS_PROXY). "
        "Check the connection and run `make setup` again; what was downloaded stays in the caches.",
    ),
    (
        r"no matching distribution found|has no wheels with a matching|no usable wheels|not a supported wheel|requires a different python|requires-python",
        "A package has no build for this Python or this kind of machine. Use Python 3.11 to 3.14 (`make setup PYTHON=python3.13`) "
        "on 64-bit Linux or a Mac with Apple silicon and macOS 14 or newer; docs/install.md lists what was checked.",
    ),
    (
        r"command '[^']*(gcc|cc|clang)[^']*' failed|unable to execute '[^']*(gcc|cc|clang)|xcrun: error|python\.h: no such file|failed to build|build backend",
        "A package had to be built here and could not be. Install a compiler (Debian and Ubuntu: `sudo apt install build-essential`; "
        "macOS: `xcode-select --install`) and run `make setup` again.",
    ),
    (
        r"permission denied|errno 13|os error 13|read-only file system",
        "A folder cannot be written. The checkout and the caches in your home folder must belong to you: "
        "`sudo make` leaves files that do not; change their owner, then run `make setup` again without sudo.",
    ),
    (r"ensurepip|venv", "Python cannot make an environment. Install its venv module (Debian and Ubuntu: `sudo apt install python3-venv`)."),
)


def explain(output: str, code: int) -> str:
    """The cause in words, and what to do."""
    if code in {-9, 137}:
        return "The system ended it, most likely because memory ran out. Close other programs (4 GB free is enough) and run `make setup` again."
    lowered = output.lower()
    return next((words for pattern, words in _CAUSES if re.search(pattern, lowered)), _UNKNOWN)
