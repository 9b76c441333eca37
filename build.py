"""Labpress from a clone: `python3 build.py` is all that it takes where there is Python ≥ 3.11 with pip.

This file needs the standard library alone. It keeps what `requirements.lock` names in `.venv` beside itself, runs itself
again with the Python in there and hands over to `generator.cli`. Nothing outside this folder is touched.

    .venv/labpress.stamp    what `.venv` was made from; empty until it is complete, locked by the run that makes it
    .venv/tools/            what the tests fetch; it stays when `.venv` is made again
"""
# ruff: noqa: PTH - pathlib would double what the bootstrap adds to every start; so would other imports at the top

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

NO_NETWORK = ("connection broken by", "Could not fetch URL", "Failed to fetch", "Max retries exceeded", "Network is unreachable")
NO_WHEEL = ("No matching distribution found", "no usable wheels", "not a supported wheel")


def main() -> None:
    if not (os.path.isdir(VENV) and os.path.samefile(sys.prefix, VENV)):
        if not is_ready():
            try:
                set_up()
            except OSError as error:
                fail("cannot-write", reason=str(error))
        run_in_environment()
    if ROOT not in sys.path:  # as under PYTHONSAFEPATH
        sys.path.insert(0, ROOT)
    from generator.cli import main

    main()


def run_in_environment() -> None:
    """Does not return."""
    os.environ.pop("PYTHONHOME", None)  # it would make the environment's Python look for its packages elsewhere
    command = [PYTHON, *sys.orig_argv[1:]]
    if sys.platform != "win32":
        os.execv(PYTHON, command)
    import subprocess  # on Windows, exec would return to the shell at once, with exit code 0

    with subprocess.Popen(command) as process:
        while True:
            try:
                sys.exit(process.wait())
            except KeyboardInterrupt:
                pass  # the process has it too, and decides


def wanted() -> bytes:
    """What the stamp of a complete environment says. The whole lock: comparing is cheaper than importing a digest."""
    with open(LOCK, "rb") as lock:
        return f"{sys.implementation.cache_tag}\n".encode() + lock.read()


def is_ready() -> bool:
    try:
        with open(STAMP, "rb") as stamp:
            made_from = stamp.read()
    except FileNotFoundError:
        return False
    return made_from == wanted() and os.path.exists(PYTHON) and os.path.exists(os.path.join(VENV, "pyvenv.cfg"))


def set_up() -> None:
    """Makes the environment, unless another run has done so meanwhile."""
    import shutil

    os.makedirs(VENV, exist_ok=True)
    found = set(os.listdir(VENV))
    if found - KEPT and not found & {"labpress.stamp"}:
        fail("foreign-venv")
    with open(STAMP, "ab") as stamp:
        wait_for(stamp.fileno())
        if is_ready():
            return
        stamp.truncate(0)  # from here on, whatever stops this run leaves an environment that the next one makes again
        say("setting-up")
        for name in set(os.listdir(VENV)) - KEPT:
            path = os.path.join(VENV, name)
            if os.path.isdir(path) and not os.path.islink(path):
                shutil.rmtree(path)
            else:
                os.remove(path)
        complete = wanted()
        install(stamp.fileno())
        stamp.write(complete)


def wait_for(stamp: int) -> None:
    """Locks the stamp. The lock ends with this process and all that inherited it: an orphaned pip is waited for too."""
    import time

    told = False
    while True:
        try:
            if sys.platform == "win32":
                import msvcrt

                os.lseek(stamp, 1 << 30, os.SEEK_SET)  # beyond the text, which other runs may read
                return msvcrt.locking(stamp, msvcrt.LK_NBLCK, 1)
            import fcntl

            return fcntl.flock(stamp, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError):
            if not told:
                say("waiting")
            told = True
            time.sleep(0.2)


def install(stamp: int) -> None:
    import shutil
    import subprocess
    import venv

    temporary = os.path.join(VENV, "tmp")
    os.mkdir(temporary)
    environment = dict(os.environ, TMPDIR=temporary, TEMP=temporary, PYTHONDONTWRITEBYTECODE="1", VIRTUAL_ENV=VENV)
    environment.update(PIP_USER="0", PIP_NO_INPUT="1", PIP_DISABLE_PIP_VERSION_CHECK="1")

    def run(*command: str) -> "tuple[int, str]":
        kept_open = () if sys.platform == "win32" else (stamp,)
        done = subprocess.run(
            command, env=environment, pass_fds=kept_open, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        return done.returncode, done.stdout.decode(errors="replace")

    venv.EnvBuilder(symlinks=sys.platform != "win32").create(VENV)
    outside, inside, uv = [sys.executable, "-m", "pip", "--python", PYTHON], [PYTHON, "-m", "pip"], shutil.which("uv")
    if run(*outside, "--version")[0] == 0:  # Debian has no ensurepip; pip before 22.3 has no --python
        pip = outside
    elif run(PYTHON, "-m", "ensurepip")[0] == 0:
        pip = inside
    elif uv:
        pip = [uv, "pip"]
    else:
        fail("no-pip")
    options = ["--require-hashes", "--no-deps", "--only-binary", ":all:", "--no-cache-dir"]
    code, output = run(*pip, "install", *options, "-r", LOCK)
    shutil.rmtree(temporary, ignore_errors=True)
    if code:
        sys.stderr.write("".join(f"  | {line}\n" for line in output.splitlines()[-12:]))
        if any(sign in output for sign in NO_NETWORK):
            fail("no-network")
        fail("no-wheel" if any(sign in output for sign in NO_WHEEL) else "install-failed")


def say(message: str, **details: str) -> None:
    sys.path.insert(0, ROOT)
    from generator.i18n import preferred_language, tool_catalogue

    catalogue = tool_catalogue(preferred_language(os.environ))
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    sys.stderr.write(f"labpress: {catalogue.message('bootstrap.' + message, python=version, **details)}\n")
    sys.stderr.flush()


def fail(message: str, **details: str) -> None:
    """Does not return: says what is wrong and ends with exit code 2."""
    say(message, **details)
    sys.exit(2)


if __name__ == "__main__":
    main()
