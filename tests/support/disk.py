"""A real disk with little room, for tests of what happens when it is full."""

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

MakeDisk = Callable[[str], Path]
_MOUNT = ("mount", "-t", "tmpfs", "-o")


@pytest.fixture
def make_disk(tmp_path: Path) -> Iterator[MakeDisk]:
    """Makes disks of a size such as `48k`.

    Mounting is a right that a developer's own account lacks; there these tests are left out and reported as such.
    """
    places: list[Path] = []

    def make(size: str) -> Path:
        place = tmp_path / f"disk{len(places)}"
        place.mkdir()
        if subprocess.run([*_MOUNT, f"size={size}", "tmpfs", place], check=False, capture_output=True).returncode:
            pytest.skip("this account may not mount a small disk")
        places.append(place)
        return place

    yield make
    for place in places:
        # whoever still holds a file of it, such as a server that was just killed, must not keep it
        subprocess.run(["umount", "-l", place], check=True)


def remount(place: Path, option: str) -> None:
    """Changes a disk that was made, such as to `size=50m` or `ro`."""
    subprocess.run(["mount", "-o", f"remount,{option}", place], check=True)
