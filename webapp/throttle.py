"""How often a password may be tried."""

import time
from collections import OrderedDict, deque
from collections.abc import Callable
from threading import Lock

WINDOW = 300.0
"""Seconds after which a wrong try is forgotten."""
ATTEMPTS = 5
"""Wrong tries that an address has within the window for one account."""
IN_ALL = 20
"""Wrong tries that an account takes from all addresses, and that an address has for all accounts: nobody can lock
somebody else out from one address."""
_REMEMBERED = 20_000


class Throttle:
    """Counts tries by account and address, and says when there were too many. May be shared by threads."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._tries: OrderedDict[tuple[str, ...], deque[float]] = OrderedDict()
        self._guard = Lock()

    def begin(self, account: str, address: str) -> bool:
        """May this be tried now? It counts as wrong until `succeeded` says otherwise: tries at once count too."""
        keys = _keys(account, address)
        with self._guard:
            if any(len(self._recent(key)) >= most for key, most in keys):
                return False
            for key, _ in keys:
                self._recent(key).append(self._now())
                self._tries.move_to_end(key)
            while len(self._tries) > _REMEMBERED:
                self._tries.popitem(last=False)
        return True

    def succeeded(self, account: str, address: str) -> None:
        """The password was right: the account begins anew, and the address has one wrong try less."""
        of_both, of_account, of_address = (key for key, _ in _keys(account, address))
        with self._guard:
            self._tries.pop(of_both, None)
            for key in (of_account, of_address):
                if tries := self._tries.get(key):
                    tries.pop()

    def _recent(self, key: tuple[str, ...]) -> deque[float]:
        tries = self._tries.setdefault(key, deque())
        while tries and tries[0] <= self._now() - WINDOW:
            tries.popleft()
        return tries


def _keys(account: str, address: str) -> tuple[tuple[tuple[str, ...], int], ...]:
    """What a try counts for, and how many each takes."""
    name = account.casefold()
    return ((name, address), ATTEMPTS), ((name, "", "account"), IN_ALL), (("", address, "address"), IN_ALL)
