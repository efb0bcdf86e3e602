"""Click's commands in two languages, loaded one at a time: ``dvk --help`` imports none of them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

from dvk_scoring.cli.language import Language
from dvk_scoring.cli.options import wants_json
from dvk_scoring.cli.tree import homes_in, moved_in

_WRITTEN: Final = frozenset({"output", "outputs", "missing", "letters", "public", "taken"})
"""Names of the parameters that say where to write."""


class UnknownCommandError(click.UsageError):
    """A command that does not exist."""

    def __init__(self, name: str, known: Sequence[str], ctx: click.Context) -> None:
        """Keep what was asked for and what there is."""
        super().__init__(name, ctx)
        self.name, self.known = name, tuple(known)


class ExtraArgumentsError(click.UsageError):
    """More words on the command line than the command takes."""

    def __init__(self, words: Sequence[str], ctx: click.Context) -> None:
        """Keep the words."""
        super().__init__(" ".join(words), ctx)
        self.words = tuple(words)


class IdleOptionError(click.UsageError):
    """An option that would do nothing without another part of the command line."""

    def __init__(self, option: str, needed: str, ctx: click.Context) -> None:
        """Keep the option and what it needs."""
        super().__init__(option, ctx)
        self.option, self.needed = option, needed


class SpokenCommand(click.Command):
    """A command whose help headings speak the language of the run, and which writes over nothing that it reads.

    Attributes:
        language: Of the run.
        edits: What it reads may be what it writes.
    """

    def __init__(self, name: str | None, *, language: Language, edits: bool = False, **options: Any) -> None:
        """Keep the language beside Click's own options."""
        words = "[TÙY CHỌN]" if language == "vi" else "[OPTIONS]"
        super().__init__(name, context_settings={"allow_extra_args": True}, options_metavar=words, **options)
        self.language, self.edits = language, edits

    def invoke(self, ctx: click.Context) -> Any:
        """Refuse outputs that are read as well, then run."""
        if not self.edits:
            _refuse_what_is_read(self.given(ctx))
        return super().invoke(ctx)

    def given(self, ctx: click.Context) -> Sequence[Mapping[str, Any]]:
        """Give the parameters, as often as the command line says them."""
        return [ctx.params]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Refuse words that no argument takes; Click does not always say of which command it speaks."""
        try:
            rest = super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise
        if rest and not ctx.resilient_parsing:
            raise ExtraArgumentsError(rest, ctx)
        return rest

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Say what ``--help`` does in the run's language."""
        return _spoken_help(super().get_help_option(ctx), self.language)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line."""
        _usage(self, ctx, formatter, self.language)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options under their heading."""
        _options(self, ctx, formatter, self.language)


def refuse_sample(sample: Sequence[Path]) -> None:
    """Refuse outputs of the command that runs which are the ``sample`` that it reads: only its scheme names those.

    Raises:
        DvkError: There are such.
    """
    ctx = click.get_current_context(silent=True)
    if ctx is not None and isinstance(ctx.command, SpokenCommand):
        _refuse_what_is_read(ctx.command.given(ctx), sample)


def _refuse_what_is_read(given: Sequence[Mapping[str, Any]], sample: Sequence[Path] = ()) -> None:
    """Refuse outputs that are files which the same command line reads, by whatever names; ``given``: its parameters.

    Raises:
        DvkError: There are such.
    """
    named = [(name in _WRITTEN, path) for values in given for name, value in values.items() for path in _files(value)]
    read = {os.path.realpath(path) for path in (*sample, *(path for is_output, path in named if not is_output))}
    lost = dict.fromkeys(path for is_output, path in named if is_output and os.path.realpath(path) in read)
    if lost:
        from dvk_scoring.problem import DvkError, Place, problem

        raise DvkError([problem("DVK-O210", Place(file=str(path))) for path in lost])


def _files(value: object) -> Iterator[Path]:
    """Give the files that are there among the words of a parameter; a bare word is an id, not a file."""
    if isinstance(value, list | tuple):
        for part in value:
            yield from _files(part)
    elif isinstance(value, str | Path) and (path := Path(value)).suffix and os.path.isfile(path):  # noqa: PTH113 - a word may hold what no path can
        yield path


class LazyGroup(click.Group):
    """A group that knows its commands by name and summary, and imports one when it is asked for.

    Attributes:
        homes: Command → module with ``command(language) -> click.Command``, and the summary shown in the list.
        moved: Old name → the words of the command that does it now; it is in no list, and says so where it is used.
    """

    def __init__(self, name: str, *, language: Language, greeting: str = "", **options: Any) -> None:
        """Look up where the commands are; nothing is imported. ``greeting``: said in place of the help when alone."""
        vi = language == "vi"
        options.setdefault("options_metavar", "[TÙY CHỌN]" if vi else "[OPTIONS]")
        options.setdefault("subcommand_metavar", "LỆNH [THAM SỐ]..." if vi else "COMMAND [ARGS]...")
        super().__init__(name, invoke_without_command=True, callback=lambda: _said_alone(greeting), **options)
        group = "" if name == "dvk" else name
        self.language, self.homes, self.moved = language, homes_in(group, language), moved_in(group)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a command by its name."""
        if args[0] in self.moved:
            old, new = args[0], self.moved[args[0]]
            args = [*new.split(), *args[1:]]
            if not ctx.resilient_parsing and not wants_json(args):
                _tell_moved(f"{ctx.command_path} {old}", f"{ctx.command_path} {new}", self.language)
        if args[0] not in self.homes and not ctx.resilient_parsing:
            raise UnknownCommandError(args[0], list(self.homes), ctx)
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
        """Offer the commands with their summaries, then options; none is imported."""
        from click.shell_completion import CompletionItem

        commands = [CompletionItem(name, help=told) for name, (_, told) in self.homes.items()]
        options = click.Command.shell_complete(self, ctx, incomplete)
        return [*(item for item in commands if item.value.startswith(incomplete)), *options]

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - Click's interface
        """Give the commands in the order they are written, which is that of a first use."""
        return list(self.homes)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as above
        """Import one command."""
        home = self.homes.get(cmd_name)
        if home is None:
            return None
        return cast("click.Command", import_module(home[0]).command(self.language))

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Say what ``--help`` does in the run's language."""
        return _spoken_help(super().get_help_option(ctx), self.language)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line."""
        _usage(self, ctx, formatter, self.language)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, then the commands with their summaries."""
        _options(self, ctx, formatter, self.language)
        with formatter.section("Lệnh" if self.language == "vi" else "Commands"):
            formatter.write_dl([(name, summary) for name, (_, summary) in self.homes.items()])


def _tell_moved(old: str, new: str, language: Language) -> None:
    from dvk_scoring.cli.screen import print_problems
    from dvk_scoring.problem import problem

    print_problems([problem("DVK-O109", old=old, new=new)], language)


def _said_alone(greeting: str) -> None:
    """Greet, or show the help, when no command is asked for."""
    ctx = click.get_current_context()
    if ctx.invoked_subcommand is None:
        click.echo(greeting or ctx.get_help())


def _spoken_help(option: click.Option | None, language: Language) -> click.Option | None:
    if option is not None:
        option.help = "Hiện trợ giúp này." if language == "vi" else "Show this help."
    return option


def _usage(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter, language: Language) -> None:
    prefix = "Cách dùng: " if language == "vi" else "Usage: "
    formatter.write_usage(ctx.command_path, " ".join(command.collect_usage_pieces(ctx)), prefix=prefix)


def _options(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter, language: Language) -> None:
    options = [param for param in command.get_params(ctx) if isinstance(param, click.Option)]
    records = [record for option in options if (record := option.get_help_record(ctx)) is not None]
    if language == "vi":  # Click writes these words itself
        records = [(name, told.replace("[required]", "[bắt buộc]")) for name, told in records]
    if records:
        with formatter.section("Tùy chọn" if language == "vi" else "Options"):
            formatter.write_dl(records)
