"""A project's own function of value: found beside the document, or beside the model that was shipped."""

from importlib import import_module
from pathlib import Path

from msgspec import structs

from shipworthy.bundle.code import own_modules
from shipworthy.foundation.digests import digest, digest_file
from shipworthy.foundation.errors import RequestError, nearest
from shipworthy.measure.function import WHERE, ValueFunction, is_known, remember
from shipworthy.records.spec import Call, Worth


def code_beside(folder: Path) -> str:
    """Names the Python code of a folder; a function may use any file beside its own."""
    return digest({path.name: digest_file(path) for path in sorted(folder.glob("*.py"))})


def with_function(worth: Worth, folder: Path) -> Worth:
    """Has the function of value called from here on; amounts of other kinds need nothing.

    Args:
        worth: what a decision is worth.
        folder: where the function's file lies. What was loaded once is kept by the digest of its code.

    Returns:
        The same, naming the code where it did not yet.

    Raises:
        RequestError: when there is no such function, or its file fails while it is imported.
    """
    if not worth.call:
        return worth
    call = worth.call if worth.call.code else structs.replace(worth.call, code=code_beside(folder))
    if not is_known(call):
        remember(call, _load(call, folder))
    return structs.replace(worth, call=call)


def _load(call: Call, folder: Path) -> ValueFunction:
    module, _, name = call.name.partition(":")
    try:
        with own_modules(folder):
            inside = import_module(module)
    except ModuleNotFoundError as error:
        lacks = f"{module} needs {error.name}, which is not there"
        what = "there is no file of this name beside the document" if error.name == module else lacks
        near = nearest(module, [path.stem for path in folder.glob("*.py")])
        step = f"did you mean {near}:{name}?" if near else f"write {module}.py into {folder}"
        raise RequestError(what, where=WHERE, seen=call.name, next_step=step) from error
    except (Exception, SystemExit) as error:
        what = f"{module}.py fails while it is imported: {error}".rstrip(": ")
        raise RequestError(what, where=WHERE, seen=type(error).__name__, next_step="mend it") from error
    function = getattr(inside, name, None)
    if not callable(function):
        near = nearest(name, [word for word in dir(inside) if not word.startswith("_")])
        step = f"did you mean {near}?" if near else "check the spelling"
        raise RequestError(f"there is no function {name} in {module}.py", where=WHERE, seen=call.name, next_step=step)
    told: ValueFunction = function
    return told
