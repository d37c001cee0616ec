from __future__ import annotations

import fcntl
import io
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.install import diagnosis, interpreters, locks, steps
from bot.install.console import Console, Failure
from bot.install.environment import Environment, recipe

ROOT = Path(__file__).parent.parent
LOCKS = (ROOT / "requirements.lock", ROOT / "bot" / "rasa" / "requirements.lock")
HASH = "    --hash=sha256:" + "0" * 64


# Lock files


@pytest.mark.parametrize("lock", LOCKS, ids=("ours", "rasa"))
def test_a_lock_file_serves_every_machine(lock: Path) -> None:
    assert locks.faults(lock.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "cut short"),
        ("six==1.17.0\n", "neither a pinned package nor a hash"),
        ("six>=1.17 \\\n" + HASH, "neither a pinned package nor a hash"),
        ("six @ file:///tmp/six.whl \\\n" + HASH, "neither a pinned package nor a hash"),
        ("/tmp/six.whl \\\n" + HASH, "neither a pinned package nor a hash"),
        ("--find-links /tmp\nsix==1.17.0 \\\n" + HASH, "line 1"),
        ("--index-url https://example.invalid/simple\nsix==1.17.0 \\\n" + HASH, "line 1"),
        ("# made on https://example.invalid\nsix==1.17.0 \\\n" + HASH, "line 1"),
        ("six==1.17.0 ; sys_platform == 'win32' # /tmp \\\n" + HASH, "line 1"),
        ("six==1.17.0 \\\n" + HASH + " \\\n", "the last entry is cut short"),
        ("six==1.17.0 \\\nattrs==26.1.0 \\\n" + HASH, "line 2: the entry before it is cut short"),
        (HASH, "a hash without its package"),
    ],
)
def test_a_lock_file_that_binds_a_machine_or_is_cut_is_refused(text: str, said: str) -> None:
    assert said in "\n".join(locks.faults(text))


def test_the_lock_has_all_that_pyproject_asks_for_except_what_the_machine_decides() -> None:
    wanted = locks.direct((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    locked = locks.names(LOCKS[0].read_text(encoding="utf-8"))
    assert {"torch", "fastapi", "pytest"} <= wanted
    assert wanted - locked == {"torch"}
    assert not [name for name in locked if locks.is_unlocked(name)]


@pytest.mark.parametrize(
    ("name", "left_out"),
    [
        ("torch", True),
        ("triton", True),
        ("nvidia-cublas", True),
        ("cuda-bindings", True),
        ("nvidia_nccl_cu13", True),
        ("torchmetrics", False),
        ("barracuda", False),
    ],
)
def test_only_pytorch_and_what_belongs_to_its_gpu_builds_is_left_out(name: str, left_out: bool) -> None:
    assert locks.is_unlocked(name) is left_out


def test_rasa_is_locked_to_the_last_open_source_line() -> None:
    assert "rasa==3.6.21" in locks.entry(LOCKS[1].read_text(encoding="utf-8"), "rasa")


def test_an_entry_is_cut_out_with_its_hashes_and_nothing_else() -> None:
    text = f"uvicorn==1 \\\n{HASH}\nuv==2 \\\n{HASH} \\\n{HASH}\nuvloop==3 \\\n{HASH}\n"
    assert locks.entry(text, "uv") == f"uv==2 \\\n{HASH} \\\n{HASH}\n"
    with pytest.raises(LookupError, match="six is not in the lock file"):
        locks.entry(text, "six")


def test_pytorch_needs_an_exact_version() -> None:
    assert locks.unlocked_pin('[project]\ndependencies = ["torch==2.13.0", "numpy"]', "torch") == "torch==2.13.0"
    with pytest.raises(LookupError, match="no exact version of torch"):
        locks.unlocked_pin('[project]\ndependencies = ["torch>=2"]', "torch")


# Environments


@pytest.fixture
def made(tmp_path: Path) -> Environment:
    """A real environment, stamped as made from `recipe("a")`."""
    environment = Environment(tmp_path / "env")
    with environment.making(recipe("a")):
        _venv(environment)
    return environment


def _venv(environment: Environment) -> None:
    subprocess.run([sys.executable, "-I", "-m", "venv", "--without-pip", environment.folder], check=True)


def test_an_environment_stands_for_what_it_was_made_from_alone(made: Environment) -> None:
    assert made.stands(recipe("a"))
    assert made.stands(recipe("a"), interpreters.version(Path(sys.executable)))
    assert not made.stands(recipe("b"))
    assert not made.stands(recipe("a"), "3.11.999")


def test_parts_of_a_recipe_do_not_run_together() -> None:
    assert recipe("ab", "c") != recipe("a", "bc")


@pytest.mark.parametrize("content", ["", "{broken", "{}", "null", "[]", "\ud800"], ids=["empty", "cut", "object", "null", "list", "not utf-8"])
def test_a_broken_stamp_is_not_trusted(made: Environment, content: str) -> None:
    (made.folder / "made-from.json").write_bytes(content.encode("utf-8", errors="surrogatepass"))
    assert not made.stands(recipe("a"))


def test_an_environment_without_its_interpreter_is_not_trusted(made: Environment) -> None:
    made.python.unlink()
    assert not made.stands(recipe("a"))


def test_a_moved_environment_is_not_trusted(made: Environment, tmp_path: Path) -> None:
    # Its commands begin with the path of its interpreter, so they would run the old place's.
    moved = Environment(made.folder.rename(tmp_path / "moved"))
    assert not moved.stands(recipe("a"))


@pytest.mark.parametrize("error", [KeyboardInterrupt(), Failure("no network")], ids=("Ctrl-C", "failure"))
def test_a_half_made_environment_is_not_trusted_and_made_from_nothing(made: Environment, error: BaseException) -> None:
    def interrupted() -> None:
        with made.making(recipe("a")):
            _venv(made)
            (made.folder / "left-over").touch()
            raise error

    with pytest.raises(type(error)):
        interrupted()
    assert not made.stands(recipe("a"))
    with made.making(recipe("a")):
        assert not made.folder.exists()
        _venv(made)
    assert made.stands(recipe("a"))


def test_a_part_is_renewed_without_the_rest(made: Environment) -> None:
    assert not made.holds("project", recipe("p"))
    with made.renewing("project", recipe("p")):
        pass
    assert made.holds("project", recipe("p"))
    with pytest.raises(KeyboardInterrupt), made.renewing("project", recipe("q")):
        raise KeyboardInterrupt
    assert not made.holds("project", recipe("p"))
    assert made.stands(recipe("a"))


def test_a_linked_environment_is_unlinked_and_its_target_left(made: Environment, tmp_path: Path) -> None:
    link = Environment(tmp_path / "link")
    link.folder.symlink_to(made.folder)
    link.remove()
    assert not link.folder.exists()
    assert made.stands(recipe("a"))


# The steps


@pytest.fixture
def finished(tmp_path: Path) -> Path:
    """A checkout whose environments stand."""
    root = tmp_path / "checkout"
    (root / "bot" / "rasa").mkdir(parents=True)
    (root / "pyproject.toml").write_text('[project]\ndependencies = ["torch==2.13.0"]\n', encoding="utf-8")
    (root / "requirements.lock").write_text("ours\n", encoding="utf-8")
    (root / "bot" / "rasa" / "requirements.lock").write_text("rasa's\n", encoding="utf-8")
    ours, rasas = Environment(root / ".venv"), Environment(root / "bot" / "rasa" / ".venv")
    with ours.making(recipe("ours\n", "torch==2.13.0")):
        _venv(ours)
    with ours.renewing("project", recipe((root / "pyproject.toml").read_bytes())):
        _program(ours.program("seller-assistant"), "exit 0")
    with rasas.making(recipe("rasa's\n")):
        _venv(rasas)
    return root


def _set_up(root: Path, **environ: str) -> str:
    out = io.StringIO()
    steps.set_up(root, Console(root / "var" / "setup.log", out), environ)
    return out.getvalue()


def test_a_finished_set_up_does_nothing(finished: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in finished.rglob("*")}
    assert _set_up(finished, PATH=os.environ["PATH"], RASA_PYTHON="/nonexistent") == ""  # not looked for: Rasa's environment stands
    assert {path: path.stat().st_mtime_ns for path in finished.rglob("*") if "var" not in path.parts and path != finished} == {
        path: stamp for path, stamp in before.items() if path != finished
    }


def test_nothing_is_removed_when_the_named_python_for_rasa_does_not_fit(finished: Path) -> None:
    for lock in (finished / "requirements.lock", finished / "bot" / "rasa" / "requirements.lock"):
        lock.write_text("another\n", encoding="utf-8")
    with pytest.raises(Failure, match="RASA_PYTHON is /nonexistent"):
        _set_up(finished, RASA_PYTHON="/nonexistent")
    assert (finished / ".venv" / "bin" / "python").exists()
    assert (finished / "bot" / "rasa" / ".venv" / "bin" / "python").exists()


def test_a_second_set_up_waits_for_the_first(finished: Path) -> None:
    (finished / "var").mkdir()
    with (finished / "var" / "setup.lock").open("w") as first:
        fcntl.flock(first, fcntl.LOCK_EX)
        with ThreadPoolExecutor() as pool:
            second = pool.submit(_set_up, finished, PATH=os.environ["PATH"])
            with pytest.raises(TimeoutError):
                second.result(timeout=0.5)
            fcntl.flock(first, fcntl.LOCK_UN)
            assert second.result(timeout=20).startswith("Another set-up of this checkout is at work")


# Interpreters


def _program(path: Path, script: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def test_a_name_on_the_path_that_does_not_run_is_passed_over(tmp_path: Path) -> None:
    _program(tmp_path / "shims" / "python3.10", "echo 'pyenv: python3.10: command not found' >&2; exit 127")
    _program(tmp_path / "other" / "python3.10", "echo 3.9.2")
    real = _program(tmp_path / "bin" / "python3.10", "echo 3.10.4")
    path = os.pathsep.join(str(tmp_path / name) for name in ("nowhere", "shims", "other", "bin"))
    assert interpreters.rasa_python({"PATH": path, "HOME": str(tmp_path)}) == real


@pytest.mark.parametrize("named", [True, False], ids=("PYENV_ROOT", "home folder"))
def test_pyenvs_versions_are_found_without_its_shims(tmp_path: Path, named: bool) -> None:
    real = _program(tmp_path / ".pyenv" / "versions" / "3.10.13" / "bin" / "python3.10", "echo 3.10.13")
    environ = {"PYENV_ROOT": str(tmp_path / ".pyenv")} if named else {"HOME": str(tmp_path)}
    assert interpreters.rasa_python(environ) == real


def test_without_any_python_3_10_nothing_is_found(tmp_path: Path) -> None:
    assert interpreters.rasa_python({"PATH": str(tmp_path), "HOME": str(tmp_path)}) is None


@pytest.mark.parametrize(("script", "said"), [("exit 1", "does not run"), ("echo 3.12.1", "is Python 3.12.1"), (None, "does not run")])
def test_a_named_python_that_does_not_fit_is_an_error_though_another_one_would(tmp_path: Path, script: str | None, said: str) -> None:
    named = tmp_path / "named"
    if script:
        _program(named, script)
    _program(tmp_path / "bin" / "python3.10", "echo 3.10.4")
    with pytest.raises(Failure, match=f"which {said}; Rasa needs Python 3.10"):
        interpreters.rasa_python({"RASA_PYTHON": str(named), "PATH": str(tmp_path / "bin")})


def test_a_missing_venv_module_names_the_package_to_install(tmp_path: Path) -> None:
    debians = _program(tmp_path / "python3", 'case "$*" in *ensurepip*) exit 1;; *) echo 3.12.3;; esac')
    with pytest.raises(Failure, match=r"sudo apt install python3\.12-venv"):
        interpreters.require_venv(debians)
    interpreters.require_venv(Path(sys.executable))


@pytest.mark.parametrize(("version", "fits"), [((3, 10), False), ((3, 11), True), ((3, 14), True), ((3, 15), False)])
def test_the_supported_pythons_are_those_with_wheels_for_the_lock(version: tuple[int, int], fits: bool) -> None:
    ask = f"import sys, runpy; sys.version_info = {version} + (0,); runpy.run_path('bot/install/supported.py', run_name='__main__')"
    assert (subprocess.run([sys.executable, "-c", ask], cwd=ROOT, check=False).returncode == 0) is fits


# Failures in words


@pytest.mark.parametrize(
    ("output", "said"),
    [
        # As pip and uv print them. The first also says that no version was found: the network is the cause.
        (
            "Failed to establish a new connection: [Errno 111] Connection refused\nERROR: No matching distribution found for uv==0.13.9",
            "cannot be reached",
        ),
        ("error: Request failed after 3 retries\n  cause: client error (Connect)\n  cause: dns error", "cannot be reached"),
        ("[Errno -3] Temporary failure in name resolution", "cannot be reached"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "not the one that the lock file names"),
        ("Hash mismatch for `six==1.17.0`\n\nExpected:\n  sha256:00", "not the one that the lock file names"),
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("failed to write: No space left on device (os error 28)", "disk is full"),
        ("HTTP status client error (403 Forbidden) for url", "refused the request"),
        ("ERROR: HTTP error 401 while getting", "refused the request"),
        ("invalid peer certificate: UnknownIssuer", "not trusted"),
        ("[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed", "not trusted"),
        ("ERROR: No matching distribution found for torch==2.13.0", "no build for this Python"),
        ("because faiss-cpu==1.15.1 has no wheels with a matching Python ABI tag", "no build for this Python"),
        ("error: command 'gcc' failed: No such file or directory", "Install a compiler"),
        ("PermissionError: [Errno 13] Permission denied: '/x'", "cannot be written"),
        ("something else", "none that this set-up knows"),
    ],
)
def test_the_cause_is_told_in_words(output: str, said: str) -> None:
    assert said in diagnosis.explain(output, 1)


def test_a_process_that_the_system_killed_points_to_memory() -> None:
    assert "memory ran out" in diagnosis.explain("", -9)


def test_too_little_disk_stops_before_anything_is_downloaded(tmp_path: Path) -> None:
    steps.require_room(tmp_path, free=8.0, needed=8.0)
    with pytest.raises(Failure, match=r"needs 8 GB free and .* has 7\.9 GB"):
        steps.require_room(tmp_path, free=7.9, needed=8.0)


def test_a_failed_command_shows_the_end_of_its_own_output_and_logs_all(tmp_path: Path) -> None:
    console, log = Console(tmp_path / "var" / "setup.log", io.StringIO()), tmp_path / "var" / "setup.log"
    console.run(["/bin/sh", "-c", "echo earlier command"], os.environ, tmp_path)
    with pytest.raises(Failure) as failed:
        console.run(["/bin/sh", "-c", "for i in $(seq 1 40); do echo line $i; done; echo dns error >&2; exit 3"], os.environ, tmp_path)
    text = str(failed.value)
    assert "ended with code 3" in text
    assert "| dns error" in text
    assert "cannot be reached" in text
    assert "| line 40" in text
    assert "| line 1\n" not in text
    assert "earlier command" not in text
    assert "earlier command" in log.read_text(encoding="utf-8")
    assert "line 1\n" in log.read_text(encoding="utf-8")


def test_a_command_that_is_not_there_is_a_failure_in_words(tmp_path: Path) -> None:
    with pytest.raises(Failure, match="cannot be run: No such file"):
        Console(tmp_path / "log", io.StringIO()).run([tmp_path / "nothing"], os.environ, tmp_path)


def test_each_step_is_one_line_that_says_how_it_went(tmp_path: Path) -> None:
    out = io.StringIO()
    console = Console(tmp_path / "log", out)
    with console.step("Packages") as remarks:
        remarks.append("2.1 GB on disk,")
    with pytest.raises(Failure), console.step("More packages"):
        raise Failure("no")
    first, second = out.getvalue().splitlines()
    assert first == "  Packages ... 2.1 GB on disk, 0.0 s"
    assert second == "  More packages ... not done, 0.0 s"


def test_an_interrupted_set_up_ends_its_running_command(tmp_path: Path) -> None:
    program = (
        "import os, sys, signal; from pathlib import Path; from bot.install.console import Console\n"
        "signal.signal(signal.SIGTERM, signal.default_int_handler)\n"
        f"Console(Path({str(tmp_path / 'log')!r})).run(['/bin/sh', '-c', 'echo $$ > child; exec sleep 60'], os.environ, Path({str(tmp_path)!r}))"
    )
    with subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stderr=subprocess.DEVNULL) as process:
        child = tmp_path / "child"
        until = time.monotonic() + 20
        while not (child.exists() and child.read_text()) and time.monotonic() < until:
            time.sleep(0.02)
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) != 0
    with pytest.raises(ProcessLookupError):
        os.kill(int(child.read_text()), 0)


# The Makefile


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The real Makefile, with a set-up and programs that only say that they ran."""
    folder = tmp_path / "checkout"
    (folder / "bot" / "install").mkdir(parents=True)
    shutil.copy(ROOT / "Makefile", folder)
    shutil.copy(ROOT / "bot" / "install" / "supported.py", folder / "bot" / "install")
    (folder / "bot" / "install" / "__main__.py").write_text("print('set up')\n", encoding="utf-8")
    for name in ("ruff", "lint-imports", "mypy", "seller-assistant"):
        _program(folder / ".venv" / "bin" / name, f'echo "ran {name} $*"')
    _program(folder / ".venv" / "bin" / "pytest", 'echo "3 passed in 0.1s"')
    return folder


def _make(folder: Path, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    # Started from `make test`, this make must not take itself for a part of that one; and with PYTHONPATH the real set-up would run, on the real environments.
    foreign = {"MAKEFLAGS", "MAKELEVEL", "MFLAGS", "MAKEOVERRIDES", "PYTHON", "PYTHONPATH"}
    clean = {name: value for name, value in os.environ.items() if name not in foreign}
    return subprocess.run(["make", *words], cwd=folder, env=clean | environ, capture_output=True, text=True, check=False, timeout=60)


def test_make_alone_lists_every_target(checkout: Path) -> None:
    done = _make(checkout)
    targets = next(line for line in (ROOT / "Makefile").read_text(encoding="utf-8").splitlines() if line.startswith(".PHONY:")).split()[1:]
    assert targets == ["help", "environments", "setup", "serve", "test", "coverage", "bench", "bench-peers", "eval-public", "playground", "lock", "clean"]
    assert all(f"make {target}" in done.stdout for target in targets)


def test_make_test_sets_up_and_ends_with_the_closing_line_of_pytest(checkout: Path) -> None:
    done = _make(checkout, "test")
    lines = done.stdout.splitlines()
    assert done.returncode == 0
    assert lines[:2] == ["set up", "ran seller-assistant prepare"]
    assert "--- checks before the tests: 7 in order" in lines
    assert lines[-1] == "3 passed in 0.1s"


@pytest.mark.parametrize(
    ("broken", "reported"),
    [("ruff", "ruff check .;  ruff format --check .;"), ("lint-imports", "lint-imports;"), ("seller-assistant", "seller-assistant check;")],
)
def test_a_failing_part_fails_make_test_and_the_others_still_run(checkout: Path, broken: str, reported: str) -> None:
    _program(checkout / ".venv" / "bin" / broken, '[ "$1" = prepare ]')
    done = _make(checkout, "test")
    assert done.returncode != 0
    assert f"NOT in order:  {reported}" in done.stdout
    assert {"ran mypy -p knowledge -p actions -p bot", "ran mypy tests"} <= set(done.stdout.splitlines())
    assert done.stdout.splitlines()[-1] == "3 passed in 0.1s"


def test_a_branch_of_what_computes_that_no_test_runs_fails_make_test(checkout: Path) -> None:
    _program(checkout / ".venv" / "bin" / "pytest", 'case "$*" in *--cov-fail-under=100*) exit 1;; esac; echo "3 passed in 0.1s"')
    done = _make(checkout, "test")
    assert done.returncode != 0
    assert "6 in order, NOT in order:  pytest -n 2 tests/test_calendars.py" in done.stdout
    assert done.stdout.splitlines()[-1] == "3 passed in 0.1s"


def test_the_tests_of_what_computes_are_there() -> None:
    names = re.search(r"^ITS_TESTS := .*?,tests/test_%\.py,(.*?)\)", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert names
    assert [name for name in names[1].replace("\\", " ").split() if not (ROOT / "tests" / f"test_{name}.py").is_file()] == []


def test_failing_tests_fail_make_test(checkout: Path) -> None:
    _program(checkout / ".venv" / "bin" / "pytest", 'echo "1 failed, 2 passed in 0.1s"; exit 1')
    assert _make(checkout, "test").returncode != 0


@pytest.mark.parametrize("target", ["serve", "test", "bench"])
def test_a_set_up_that_failed_stops_what_needs_it(checkout: Path, target: str) -> None:
    (checkout / "bot" / "install" / "__main__.py").write_text("raise SystemExit(1)\n", encoding="utf-8")
    done = _make(checkout, target)
    assert done.returncode != 0
    assert "ran" not in done.stdout


def test_without_a_fitting_python_make_says_which_to_install(checkout: Path, tmp_path: Path) -> None:
    _program(tmp_path / "bin" / "python3", "exit 1")  # as one that is too old answers
    (tmp_path / "bin" / "make").symlink_to(str(shutil.which("make")))
    done = _make(checkout, "setup", PATH=str(tmp_path / "bin"))
    assert done.returncode != 0
    assert "sudo apt install python3 python3-venv" in done.stdout
    assert "set up" not in done.stdout.splitlines()


def test_a_named_python_is_used_or_refused_by_name(checkout: Path, tmp_path: Path) -> None:
    used = _make(checkout, "setup", f"PYTHON={sys.executable}", PATH=f"{tmp_path}:/usr/bin:/bin")
    assert (used.returncode, used.stdout.splitlines()) == (0, ["set up", "ran seller-assistant prepare"])
    refused = _make(checkout, "setup", f"PYTHON={tmp_path}/python3.9")
    assert refused.returncode != 0
    assert f"PYTHON is {tmp_path}/python3.9, which is no Python 3.11 to 3.14" in refused.stdout


def test_clean_keeps_conversations(checkout: Path) -> None:
    for name in ("state/conversations.db", "index/manifest.json", "index_languages/manifest.json", "encoder/model.onnx"):
        path = checkout / "var" / name
        path.parent.mkdir(parents=True)
        path.touch()
    assert _make(checkout, "clean").returncode == 0
    assert [path.name for path in (checkout / "var").iterdir()] == ["state"]
    assert not (checkout / ".venv").exists()


def test_the_set_up_needs_nothing_but_the_standard_library() -> None:
    # -S leaves out every installed package, as on a machine where nothing is installed yet.
    modules = ", ".join(f"bot.install.{path.stem}" for path in (ROOT / "bot" / "install").glob("*.py") if not path.stem.startswith("__"))
    subprocess.run([sys.executable, "-S", "-c", f"import {modules}, bot.install.__main__"], cwd=ROOT, check=True)
