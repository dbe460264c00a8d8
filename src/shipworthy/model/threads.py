"""How many native threads a calling thread may use."""

import threading

from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

_own = threading.local()


def native_threads(count: int) -> None:
    """Limits the calling thread to that many OpenMP threads.

    One each is best while several candidates learn at a time, or calls bring a few rows; all cores while one candidate
    learns alone. Costs a millisecond when it changes, and nothing afterwards.
    """
    if getattr(_own, "count", None) != count:
        threadpool_limits({"openmp": count})
        _own.count = count


def one_linear_algebra_thread() -> None:
    """Limits the process to one thread for linear algebra, whose sums depend on how many there are."""
    threadpool_limits({"blas": 1})
