"""What is wrong with a command line, in the language of the run, with the word that was probably meant."""

from __future__ import annotations

from typing import Final

import click

from dvk_scoring.cli.language import Language
from dvk_scoring.cli.lazy import ExtraArgumentsError, IdleOptionError, UnknownCommandError
from dvk_scoring.cli.options import WrongValueError
from dvk_scoring.cli.screen import tell_problems
from dvk_scoring.cli.tree import commands_called, names
from dvk_scoring.nearest import nearest
from dvk_scoring.problem import Problem, problem
from dvk_scoring.text import Text

ALIKE: Final = 0.5
"""Words of a command line are few and short: one that is only half alike may be meant."""


def tell_usage(error: click.UsageError, language: Language, *, as_json: bool) -> None:
    """Tell what is wrong and, but in JSON, how the command is used."""
    tell_problems([usage_problem(error)], language, as_json=as_json)
    if error.ctx is not None and not as_json:
        click.echo("", err=True)
        click.echo(error.ctx.get_usage(), err=True)


def usage_problem(error: click.UsageError) -> Problem:
    """Make a problem of what Click found."""
    if isinstance(error, UnknownCommandError):
        return problem("DVK-O101", command=error.name, nearest=_meant(error), known=", ".join(error.known))
    if isinstance(error, click.NoSuchOption):
        meant = _without_name(error) or nearest(error.option_name, _options(error.ctx), alike=ALIKE)
        return problem("DVK-O102", option=error.option_name, nearest=meant)
    if isinstance(error, click.MissingParameter):
        return problem("DVK-O103", parameter=_name(error.param, error.ctx), advice=error.message)
    if isinstance(error, click.BadParameter):
        kind = None if error.param is None else error.param.type
        choices = ", ".join(map(str, kind.choices)) if isinstance(kind, click.Choice) else ""
        reason = error.reason if isinstance(error, WrongValueError) else error.message
        return problem("DVK-O104", parameter=_name(error.param, error.ctx), reason=reason, known=choices)
    if isinstance(error, click.BadOptionUsage):
        return problem("DVK-O107" if _is_flag(error.option_name, error.ctx) else "DVK-O105", option=error.option_name)
    if isinstance(error, ExtraArgumentsError):
        return problem("DVK-O106", words=" ".join(error.words))
    if isinstance(error, IdleOptionError):
        return problem("DVK-O108", option=error.option, needed=error.needed)
    raise error


def _meant(error: UnknownCommandError) -> str | Text:
    """Give the command whose name is most alike; those of other groups with all their words."""
    near = nearest(error.name, [*error.known, *names()], alike=ALIKE)
    if near in ("", *error.known):
        return near
    commands = [f"dvk {command}" for command in commands_called(near)]
    return Text(vi="” hay “".join(commands), en="” or “".join(commands))


def _without_name(error: click.NoSuchOption) -> str:
    """Give the command as it is written where what was named as an option stands in it without a name."""
    ctx, name = error.ctx, error.option_name.lstrip("-").replace("-", "_")
    arguments = [] if ctx is None else [arg for arg in ctx.command.get_params(ctx) if isinstance(arg, click.Argument)]
    if ctx is None or all(arg.name != name for arg in arguments):
        return ""
    return " ".join((ctx.command_path, *(arg.make_metavar(ctx) for arg in arguments)))


def _options(ctx: click.Context | None) -> list[str]:
    params = [] if ctx is None else ctx.command.get_params(ctx)
    return [name for param in params if isinstance(param, click.Option) for name in param.opts]


def _is_flag(name: str, ctx: click.Context | None) -> bool:
    params = [] if ctx is None else ctx.command.get_params(ctx)
    return any(isinstance(param, click.Option) and param.is_flag and name in param.opts for param in params)


def _name(param: click.Parameter | None, ctx: click.Context | None) -> str:
    if param is None:
        return ""
    if isinstance(param, click.Option) or ctx is None:
        return param.opts[0]
    return param.human_readable_name
