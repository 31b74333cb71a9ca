"""What is wrong with a command line, in the language that it asks for."""

from __future__ import annotations

import click

__all__ = ["show_usage"]

_KINDS = {"option": "选项", "argument": "参数"}


def show_usage(error: click.ClickException, lang: str) -> None:
    """Print an error of use; click's own words are English."""
    helps = isinstance(error, click.exceptions.NoArgsIsHelpError)
    if lang == "en" or helps or not isinstance(error, click.UsageError):
        error.show()
        return
    click.echo(f"用法错误：{_reason(error)}", err=True)
    if error.ctx is not None:
        click.echo(f"用法说明：{error.ctx.command_path} --help", err=True)


def _reason(error: click.UsageError) -> str:
    """Return what is wrong, in Chinese."""
    match error:
        case click.NoSuchOption():
            near = "、".join(error.possibilities or ())
            return f"没有选项 {error.option_name}" + (f"（是否指 {near}？）" if near else "")
        case click.BadOptionUsage():
            return f"选项 {error.option_name} 缺少取值，或不应有取值"
        case click.MissingParameter():
            kind = _KINDS.get(error.param.param_type_name if error.param else "", "")
            return f"缺少{kind} {_name(error)}{_wanted(error)}"
        case click.BadParameter():
            return f"{_name(error)} 的取值无效{_wanted(error) or f'：{error.message}'}"
    name = getattr(error, "command_name", "")  # of NoSuchCommand, which click 8.2 has not
    return f"没有命令 {name}" if name else error.message


def _name(error: click.BadParameter) -> str:
    """Return what the command line calls the parameter."""
    param = error.param
    if isinstance(param, click.Option):
        return "/".join(param.opts)
    return param.human_readable_name if param is not None else ""


def _wanted(error: click.BadParameter) -> str:
    """Return what a parameter's type takes, where that can be said in a word."""
    match error.param and error.param.type:
        case click.Choice(choices=choices):
            return f"：应为 {'、'.join(map(str, choices))} 之一"
        case click.IntRange() as kind:
            return f"：应为整数（{kind._describe_range()}）"
        case click.FloatRange() as kind if kind._describe_range():
            return f"：应为数字（{kind._describe_range()}）"
        case click.types.IntParamType():
            return "：应为整数"
        case click.types.FloatParamType():
            return "：应为数字"
    return ""
