"""What a candidate is made of beside the document and installed packages: files of the project, or a logged model."""

from pathlib import Path
from typing import Any

from msgspec import structs

from shipworthy.foundation.digests import digest, digest_file
from shipworthy.lab.pinned import model_digest
from shipworthy.records.spec import CandidateSpec, Limits


def made_of(spec: CandidateSpec, folder: Path | None) -> dict[str, str]:
    """Names what a candidate is made of, so that it is asked anew when any of it changes.

    A candidate with code of the project may use any Python file beside the document.

    Args:
        spec: the candidate.
        folder: of the project; None when there is none.

    Returns:
        Name of a file, `model`, `trained_until`, `reads`, `seeds` or `after` -> digest of the content, or the text
        itself.
    """
    said = {"trained_until": spec.trained_until} if spec.trained_until else {}
    said |= {"reads": digest(spec.reads)} if spec.reads else {}
    said |= {"seeds": str(spec.seeds)} if spec.seeds else {}
    said |= {"after": digest([_whole(one, folder) for one in spec.after])} if spec.after else {}
    if folder is None:
        return said
    if spec.own_code:
        return {**{path.name: digest_file(path) for path in sorted(folder.glob("*.py"))}, **said}
    if spec.kind == "mlflow":
        return {"model": model_digest(spec.target, folder), **said}
    path = folder / Path(spec.target).expanduser()
    if spec.kind == "predictions" and path.is_file():
        return {"file": digest_file(path), **said}
    return said


def _whole(spec: CandidateSpec, folder: Path | None) -> list[Any]:
    """All that changes what a candidate says to one that comes after it, its name included: columns are named so."""
    said = structs.replace(spec, after=(), limits=Limits(), complexity=0, glass_box=False)
    return [said.to_dict(), made_of(spec, folder)]
