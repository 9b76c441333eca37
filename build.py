"""Labpress from a clone: `python3 build.py` is all that it takes where there is Python ≥ 3.11 with pip.

This file needs the standard library alone. It keeps what `requirements.lock` names in `.venv` beside itself, runs itself
again with the Python in there and hands over to `generator.cli`. Nothing outside this folder is touched.

    .venv/labpress.stamp    what `.venv` was made from; empty until it is complete, locked by the run that makes it
    .venv/tools/            what the tests fetch; it stays when `.venv` is made again
"""
# pathlib, and other imports at the top, would double what the bootstrap adds to every start:
# ruff: noqa: PTH103, PTH110, PTH112, PTH114, PTH118, PTH120, PTH121, PTH123, PTH208

import os
import sys

# Everything here has to parse on Python 3.6, or an old Python would show a SyntaxError in place of these words.
if sys.version_info < (3, 11):  # noqa: UP036 - this file alone is meant for an older Python too
    FRENCH = (os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or "").startswith("fr")
    NEEDS = "il faut Python 3.11 ou plus récent, et voici" if FRENCH else "Python 3.11 or newer is needed, and this is"
    sys.stderr.write("labpress: {} Python {}.{}: {}\n".format(NEEDS, *sys.version_info[:2], sys.executable))
    sys.exit(2)

ROOT = os.path.dirname(os.path.realpath(__file__))
LOCK = os.path.join(ROOT, "requirements.lock")
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "Scripts", "python.exe") if sys.platform == "win32" else os.path.join(VENV, "bin", "python")
STAMP = os.path.join(VENV, "labpress.stamp")
KEPT = {"labpress.stamp", "tools"}
NO_NETWORK = "connection broken by", "Could not fetch URL", "Max retries exceeded", "Failed to fetch"
NO_WHEEL = "No matching distribution found", "no usable wheels", "not a supported wheel"

if ROOT not in sys.path:  # as under PYTHONSAFEPATH
    sys.path.insert(0, ROOT)


def main() -> None:
    if not (os.path.isdir(VENV) and os.path.samefile(sys.prefix, VENV)):
        if not is_ready():
            try:
                set_up()
            except OSError as error:
                raise failure("cannot-set-up", error) from None
            except KeyboardInterrupt:
                sys.exit(130)
        run_in_environment()
    from generator.cli import main

    main()


def run_in_environment() -> None:
    """Does not return."""
    os.environ.pop("PYTHONHOME", None)  # it would make the environment's Python look for its packages elsewhere
    command = [PYTHON, *sys.orig_argv[1:]]
    if sys.platform != "win32":
        os.execv(PYTHON, command)  # noqa: S606 - signals, exit code and terminal stay what they are
    import subprocess

    with subprocess.Popen(command) as process:  # on Windows, exec would return to the shell at once, with exit code 0
        while True:
            try:
                sys.exit(process.wait())
            except KeyboardInterrupt:  # the process has got it too, and decides
                continue


def wanted() -> bytes:
    """What the stamp of a complete environment says. The whole lock: comparing is cheaper than importing a digest."""
    with open(LOCK, "rb") as lock:
        return f"{sys.implementation.cache_tag}\n".encode() + lock.read()


def is_ready() -> bool:
    try:
        with open(STAMP, "rb") as stamp:
            complete = stamp.read() == wanted()
    except OSError:
        return False
    return complete and os.path.exists(PYTHON) and os.path.exists(os.path.join(VENV, "pyvenv.cfg"))


def set_up() -> None:
    """Makes the environment, unless another run has done so meanwhile."""
    os.makedirs(VENV, exist_ok=True)
    found = set(os.listdir(VENV))
    if found - KEPT and "labpress.stamp" not in found:
        raise failure("foreign-venv")
    with open(STAMP, "ab") as stamp:
        wait_for(stamp.fileno())
        if is_ready():
            return
        complete = wanted()
        stamp.truncate(0)  # from here on, whatever stops this run leaves what the next one makes again
        say("setting-up")
        remove(set(os.listdir(VENV)) - KEPT)
        install(stamp.fileno())
        stamp.write(complete)


def remove(names: "set[str]") -> None:
    import shutil

    for path in (os.path.join(VENV, name) for name in names):
        if os.path.isdir(path) and not os.path.islink(path):
            shutil.rmtree(path)
        else:
            os.unlink(path)  # noqa: PTH108 - as above


def wait_for(stamp: int) -> None:
    """Locks the stamp. The lock ends with this process and all that inherited it: an orphaned pip is waited for too."""
    import time

    told = False
    while True:
        try:
            if sys.platform == "win32":
                import msvcrt

                os.lseek(stamp, 1 << 30, os.SEEK_SET)  # beyond the text, which other runs may read
                msvcrt.locking(stamp, msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(stamp, fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
        except (BlockingIOError, PermissionError):
            if not told:
                say("waiting")
            told = True
            time.sleep(0.2)


def install(stamp: int) -> None:
    import shutil
    import subprocess
    import venv

    def run(*command: str) -> "tuple[int, str]":
        kept = () if sys.platform == "win32" else (stamp,)
        done = subprocess.run(command, env=environment, pass_fds=kept, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        return done.returncode, done.stdout.decode(errors="replace")

    venv.EnvBuilder(symlinks=sys.platform != "win32").create(VENV)
    scratch = os.path.join(VENV, "tmp")  # also for rustup: pip asks `rustc` for its version, which then writes into the home
    os.makedirs(scratch)
    environment = dict(os.environ, VIRTUAL_ENV=VENV, TMPDIR=scratch, RUSTUP_HOME=scratch, PYTHONDONTWRITEBYTECODE="1")
    environment.update(PIP_USER="0", PIP_NO_INPUT="1", PIP_DISABLE_PIP_VERSION_CHECK="1")
    uv = shutil.which("uv")
    if run(sys.executable, "-m", "pip", "--python", PYTHON, "--version")[0] == 0:  # where pip is 22.3 or newer
        pip = [sys.executable, "-m", "pip", "--python", PYTHON]
    elif run(PYTHON, "-m", "ensurepip")[0] == 0:  # not on Debian
        pip = [PYTHON, "-m", "pip"]
    elif uv:
        pip = [uv, "pip"]
    else:
        raise failure("no-pip")
    options = ["--require-hashes", "--no-deps", "--only-binary", ":all:", "--no-cache-dir", "-r", LOCK]
    code, output = run(*pip, "install", *options)
    shutil.rmtree(scratch, ignore_errors=True)
    if code:
        sys.stderr.write("".join(f"  | {line}\n" for line in output.splitlines()[-12:]))
        if any(sign in output for sign in NO_NETWORK):
            raise failure("no-network")
        raise failure("no-wheel" if any(sign in output for sign in NO_WHEEL) else "install-failed")


def say(message: str, error: "OSError | None" = None) -> None:
    from generator.errors import reason
    from generator.i18n import preferred_language, tool_catalogue

    catalogue = tool_catalogue(preferred_language(os.environ))
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    why = f"{catalogue.reason(reason(error))} ({error.filename})" if error else ""
    sys.stderr.write(f"labpress: {catalogue.message('bootstrap.' + message, python=version, reason=why)}\n")
    sys.stderr.flush()


def failure(message: str, error: "OSError | None" = None) -> SystemExit:
    """Says what is wrong; to be raised."""
    say(message, error)
    return SystemExit(2)


if __name__ == "__main__":
    main()
