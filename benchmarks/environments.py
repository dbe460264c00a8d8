"""An environment of its own for every contestant, made by uv from locked names, versions and hashes."""

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
PLACE: Final = ROOT / ".bench"
OURS: Final = "shipworthy"
_UV: Final = ROOT / ".tools" / "bin" / "uv"


def environment(name: str) -> Path:
    """The folder with `python` of an environment; made, or made anew when its lock has changed.

    Ours gets its packages here, and itself by `renew`, once a run: installed as a user would install it, so that edits
    made while the benchmarks run do not reach it.

    Raises:
        subprocess.CalledProcessError: when uv cannot install it.
    """
    folder = PLACE / "environments" / name
    lock = lock_of(name)
    stamp = folder / ".installed"
    digest = sha256(lock.read_bytes() + sys.version.encode()).hexdigest()
    if not stamp.exists() or stamp.read_text() != digest:
        print(f"making the environment of {name} ...", file=sys.stderr)
        _uv("venv", "--quiet", "--clear", "--no-project", "--python", sys.executable, str(folder))
        _uv("pip", "sync", "--quiet", "--compile-bytecode", "--require-hashes", *_of(folder), str(lock))
        stamp.write_text(digest)
    return folder / "bin"


def renew() -> None:
    """Installs ours from the checkout."""
    folder = environment(OURS).parent
    build = ROOT / "requirements" / "build.txt"
    _uv(
        *("pip", "install", "--quiet", "--compile-bytecode", "--no-deps", "--reinstall-package", OURS),
        *("--build-constraints", str(build), *_of(folder), str(ROOT)),
    )


def lock_of(name: str) -> Path:
    """The file with the names, versions and hashes of an environment."""
    if name == OURS:
        return ROOT / "requirements" / "demo.txt"
    return ROOT / "benchmarks" / "peers" / f"{name}.txt"


def version_of(name: str) -> str:
    """The locked version of a package in the environment of its name; ours is that of the checkout."""
    lines = lock_of(name).read_text().splitlines()
    return next((line.split("==")[1].split()[0] for line in lines if line.startswith(f"{name}==")), "")


def _of(folder: Path) -> tuple[str, str]:
    return "--python", str(folder / "bin" / "python")


def _uv(*arguments: str) -> None:
    quiet = {"UV_PYTHON_DOWNLOADS": "never"}
    certificates = Path("/etc/ssl/certs/ca-certificates.crt")
    if certificates.exists():
        quiet["SSL_CERT_FILE"] = os.environ.get("SSL_CERT_FILE", str(certificates))
    subprocess.run([str(_UV), *arguments], check=True, env={**os.environ, **quiet}, cwd=ROOT)
