"""The two lock files: how they are read, made (`make lock`) and checked.

Refuses a lock file with an address, a local path, an option or a package without hashes: it must serve every machine.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# Which build of PyTorch is right depends on the machine: it is installed by itself, with all that it alone brings.
_UNLOCKED = re.compile(r"torch|triton|(nvidia|cuda)-.*")
_NAME = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
_PIN = re.compile(rf"({_NAME})(?:\[[a-z0-9,-]+\])?==([0-9][0-9A-Za-z.+!]*)(?: ; [^/\\#@]+)? \\")
_HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?")


def faults(text: str) -> list[str]:
    """What makes this text no lock file for every machine: one sentence a line."""
    found, last = [], ""
    for number, line in enumerate(text.splitlines(), start=1):
        if _HASH.fullmatch(line):
            if not last.endswith("\\"):
                found.append(f"line {number}: a hash without its package")
        elif not _PIN.fullmatch(line):
            found.append(f"line {number}: neither a pinned package nor a hash: {line[:80]}")
        elif last.endswith("\\"):
            found.append(f"line {number}: the entry before it is cut short")
        last = line
    if last.endswith("\\") or not last:
        found.append("the last entry is cut short")
    return found


def names(text: str) -> set[str]:
    """The packages that are locked."""
    return {match[1] for line in text.splitlines() if (match := _PIN.fullmatch(line))}


def count(lock: Path) -> int:
    """How many packages a lock file holds."""
    return len(names(lock.read_text(encoding="utf-8")))


def entry(text: str, name: str) -> str:
    """The lines of one package, with its hashes. Raises LookupError."""
    found = re.search(rf"^{re.escape(name)}==[^\n]*\\\n(?:    --hash=[^\n]*\n?)+", text, re.MULTILINE)
    if not found:
        raise LookupError(f"{name} is not in the lock file")
    return found[0]


def direct(pyproject: str) -> set[str]:
    """The packages that pyproject.toml itself asks for."""
    content = tomllib.loads(pyproject)
    wanted = [*content["project"]["dependencies"], *(item for group in content.get("dependency-groups", {}).values() for item in group)]
    return {_normal(match[0]) for item in wanted if (match := re.match(r"[A-Za-z0-9._-]+", item))}


def unlocked_pin(pyproject: str, name: str) -> str:
    """The exact version that pyproject.toml gives for a package that is not locked. Raises LookupError."""
    pins = [item for item in tomllib.loads(pyproject)["project"]["dependencies"] if item.startswith(f"{name}==")]
    if not pins:
        raise LookupError(f"pyproject.toml gives no exact version of {name}")
    return str(pins[0])


def is_unlocked(name: str) -> bool:
    """Whether a package is left out of the lock, because the machine decides which build of it fits."""
    return bool(_UNLOCKED.fullmatch(_normal(name)))


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _compile(source: str, version: str, lock: Path, upgrade: bool, *options: str) -> None:
    """Makes one lock file anew; versions stay as they are where they can, unless an upgrade is asked for."""
    base = [str(Path(sys.executable).with_name("uv")), "pip", "compile", source, *options, "--universal", "--python-version", version]
    base += ["--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links", "--quiet", *(["--upgrade"] if upgrade else [])]
    # uv's own place for more wheels would bind the lock to this machine.
    environ = {name: value for name, value in os.environ.items() if name != "UV_FIND_LINKS"}
    new = lock.with_suffix(".new")
    new.write_bytes(lock.read_bytes() if lock.exists() else b"")
    try:
        # Once for the names, then again without those that the machine decides on.
        subprocess.run([*base, "--output-file", str(new)], cwd=ROOT, env=environ, check=True)  # noqa: S603 - the locked uv
        found = sorted(filter(is_unlocked, set(re.findall(rf"^{_NAME}", new.read_text(encoding="utf-8"), re.MULTILINE))))
        left_out = [word for name in found for word in ("--no-emit-package", name)]
        subprocess.run([*base, "--generate-hashes", *left_out, "--output-file", str(new)], cwd=ROOT, env=environ, check=True)  # noqa: S603 - the locked uv
        wrong = faults(new.read_text(encoding="utf-8"))
        if wrong:
            raise SystemExit(f"{lock} was left as it is; the new one would be no good:\n  " + "\n  ".join(wrong))
        new.replace(lock)
    finally:
        new.unlink(missing_ok=True)
    print(f"{lock.relative_to(ROOT)}: {count(lock)} packages; left to the machine: {', '.join(found) or 'none'}")


def main() -> None:
    """`make lock`: both lock files; `make lock UPGRADE=1` takes the newest versions."""
    upgrade = bool(os.environ.get("UPGRADE"))
    _compile("pyproject.toml", "3.11", ROOT / "requirements.lock", upgrade, "--group", "dev")
    _compile("bot/rasa/requirements.in", "3.10", ROOT / "bot" / "rasa" / "requirements.lock", upgrade)


if __name__ == "__main__":
    main()
