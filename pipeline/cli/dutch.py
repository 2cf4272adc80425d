"""What Typer says in English, in Dutch: the help of a command, and what was typed wrong."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from typer._click.core import Command
from typer.core import TyperCommand, TyperGroup

if TYPE_CHECKING:
    import typer
    from typer._click.core import Context
    from typer._click.formatting import HelpFormatter
    from typer.core import TyperOption
    from typer.exceptions import TyperException

_DUTCH: Final = tuple(
    (re.compile(english), dutch)
    for english, dutch in (
        (r"No such option: (\S+) \(Possible options: (.+)\)", "{0} bestaat niet; bedoelt u {1}?"),
        (r"No such option: (\S+)", "{0} bestaat niet"),
        (r"No such command (\S+)\. Did you mean (.+)\?", "{0} bestaat niet; bedoelt u {1}?"),
        (r"No such command (\S+)\.", "{0} bestaat niet"),
        (r"Missing command", "zeg wat er moet gebeuren"),
        (r"Missing (?:argument|option) (.+?)\.", "{0} ontbreekt"),
        (r"Option (\S+) requires an argument", "achter {0} hoort een waarde"),
        (r"Option (\S+) does not take a value", "achter {0} hoort geen waarde"),
        (r"unexpected extra argument", "er staat te veel achter de opdracht"),
        (r"Invalid value for (.+?): .* is not one of (.+)\.", "{0}: kies uit {1}"),
        (r"Invalid value for (.+?): .* does not match the formats", "{0}: een dag is jjjj-mm-dd"),
        (r"Invalid value for (.+?): .* greater than or equal to (\S+)", "{0}: minstens {1}"),
        (r"Invalid value for (.+?): .* less than or equal to (\S+)", "{0}: hoogstens {1}"),
        (r"Invalid value for (.+?): .* valid integer", "{0}: een heel getal"),
        (r"Invalid value for (.+?): .* valid number", "{0}: een getal"),
    )
)
"""How the library says it, the most telling first, and how we do."""

_LINE_BREAK: Final = re.compile(r"(?<!\n)\n(?!\n)")
"""Within a paragraph: the width of the screen says where a line ends, not that of the code."""

_HEADINGS: Final = {
    "ARGUMENTS_PANEL_TITLE": "Argumenten",
    "OPTIONS_PANEL_TITLE": "Opties",
    "COMMANDS_PANEL_TITLE": "Opdrachten",
    "DEFAULT_STRING": "[standaard: {}]",
    "REQUIRED_LONG_STRING": "[verplicht]",
}
_USAGE: Final = {
    "Usage:": "Gebruik:",
    "[OPTIONS]": "[OPTIES]",
    "COMMAND [ARGS]...": "OPDRACHT ...",
}


def typed_wrong(error: TyperException) -> str:
    """Return what was typed wrong, and where the command explains itself; empty if it just did.

    What we have no words for stays English.
    """
    message = error.format_message()
    for english, dutch in _DUTCH:
        if found := english.search(message):
            message = dutch.format(*(each.replace("'", "") for each in found.groups()))
            break
    context: Context | None = getattr(error, "ctx", None)
    return f"{message}; zie: {context.command_path} --help" if message and context else message


class _Dutch(Command):
    def get_usage(self, ctx: Context) -> str:
        usage = super().get_usage(ctx)
        for english, dutch in _USAGE.items():
            usage = usage.replace(english, dutch)
        return usage

    def get_help_option(self, ctx: Context) -> TyperOption | None:
        option = super().get_help_option(ctx)
        if option:
            option.help = "Toon deze uitleg."
        return option

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        from typer import rich_utils

        for name, heading in _HEADINGS.items():
            setattr(rich_utils, name, heading)
        self.help = _LINE_BREAK.sub(" ", self.help or "")
        super().format_help(ctx, formatter)


class DutchCommand(_Dutch, TyperCommand):
    """A command whose help is Dutch."""


class DutchGroup(_Dutch, TyperGroup):
    """A group of commands whose help is Dutch."""


def speak_dutch(app: typer.Typer) -> None:
    """The help of `app`, and of all below it, is Dutch."""
    app.info.cls = DutchGroup
    for command in app.registered_commands:
        command.cls = DutchCommand
    for group in app.registered_groups:
        if group.typer_instance:
            speak_dutch(group.typer_instance)
