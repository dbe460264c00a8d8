"""How many native threads a calling thread may use."""

import threading

from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

_own = threading.local()


def one_native_thread() -> None:
    """Limits the calling thread to one OpenMP thread: several at a time use the machine better.

    Costs a millisecond when a thread first calls it, and nothing afterwards.
    """
    if not getattr(_own, "limited", False):
        threadpool_limits({"openmp": 1})
        _own.limited = True


def one_linear_algebra_thread() -> None:
    """Limits the process to one thread for linear algebra, whose sums depend on how many there are."""
    threadpool_limits({"blas": 1})
