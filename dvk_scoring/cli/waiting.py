"""What is being done, told on a terminal when it takes longer than a second."""

from __future__ import annotations

from threading import Timer
from types import TracebackType
from typing import TYPE_CHECKING, Self

from rich.console import Console

from dvk_scoring.text import Language, Text

if TYPE_CHECKING:
    from rich.status import Status

_PATIENCE = 1.0


class Waiting:
    """A line on stderr that says what is being done, gone when it is done. Nothing is shown in a pipe."""

    def __init__(self, console: Console, language: Language) -> None:
        """Prepare the line; nothing is shown yet."""
        self._language, self._console = language, console
        self._status: Status | None = None
        self._timer: Timer | None = None

    def say(self, what: Text) -> None:
        """Say what is being done now."""
        if self._status is not None:
            self._status.update(what.in_(self._language))

    def __enter__(self) -> Self:
        """Start the clock."""
        if self._console.is_terminal:
            from rich.status import Status  # a pipe does without

            self._status = Status("", console=self._console)
            self._timer = Timer(_PATIENCE, self._status.start)
            self._timer.daemon = True
            self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take the line away."""
        if self._timer is not None and self._status is not None:
            self._timer.cancel()
            self._timer.join()
            self._status.stop()
