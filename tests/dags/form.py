"""The form of a DAG file: a schedule, and per task one call of `pipeline.jobs`."""

from __future__ import annotations

import ast
import inspect
from typing import TYPE_CHECKING

from pipeline import jobs

if TYPE_CHECKING:
    from collections.abc import Iterator

AT_PARSE = {"__future__", "airflow.sdk", "dags.task_rules", "dataclasses", "datetime", "typing"}
FOR_TYPES = ("collections.abc", "privacy.")
IN_A_TASK = ["from pipeline import jobs", "from pipeline.settings import load_settings"]


def violations(source: str) -> list[str]:
    """Return what in a DAG file is more than schedule and one call per task."""
    return sorted(set(_found(ast.parse(source))))


def tasks(tree: ast.AST) -> list[ast.FunctionDef]:
    """Return the functions that are decorated as a task."""
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        and any(ast.unparse(decorator).startswith("task") for decorator in node.decorator_list)
    ]


def _found(tree: ast.Module) -> Iterator[str]:
    for statement in tree.body:
        yield from _at_top(statement)
    if not tasks(tree):
        yield "no task"
    for task in tasks(tree):
        yield from _in_task(task)
    if sum(_is_job(node) for node in ast.walk(tree)) != len(tasks(tree)):
        yield "a job is called outside a task, or more than once in it"


def _at_top(statement: ast.stmt) -> Iterator[str]:
    match statement:
        case ast.ImportFrom(module=str(module), level=0) if module in AT_PARSE:
            return
        case ast.If(test=ast.Name("TYPE_CHECKING"), body=body, orelse=[]):
            for node in body:
                if not (
                    isinstance(node, ast.ImportFrom) and (node.module or "").startswith(FOR_TYPES)
                ):
                    yield "an import for types of something else"
        case ast.Assign(targets=[ast.Name("DOC")], value=ast.Constant()):
            return
        case ast.Expr(value=ast.Constant() | ast.Call(func=ast.Name(), args=[], keywords=[])):
            return
        case ast.FunctionDef():
            return
        case _:
            yield "work or an import at parse"


def _in_task(task: ast.FunctionDef) -> Iterator[str]:
    *imports, last = task.body
    if [ast.unparse(node) for node in imports] != IN_A_TASK:
        yield "a task imports something else, or does more than one thing"
    if "content_free" not in map(ast.unparse, task.decorator_list):
        yield "a failure may carry content"
    if not any("execution_timeout" in ast.unparse(node) for node in task.decorator_list):
        yield "no time limit"
    if not isinstance(last, ast.Return):
        yield "a task ends in something other than its result"
    elif isinstance(job := _within(last.value), ast.Call) and _is_job(job):
        yield from _in_job(job, {argument.arg for argument in task.args.args})
    else:
        yield "the result is not that of a job"


def _within(value: ast.expr | None) -> ast.expr | None:
    """Return what `asdict(...)` or `....as_dict()` turns into a dictionary of numbers."""
    match value:
        case ast.Call(func=ast.Name("asdict"), args=[inner], keywords=[]):
            return inner
        case ast.Call(func=ast.Attribute(attr="as_dict", value=inner), args=[], keywords=[]):
            return inner
        case _:
            return value


def _in_job(call: ast.Call, parameters: set[str]) -> Iterator[str]:
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    if not {ast.unparse(value) for value in given} <= {"load_settings()", *parameters}:
        yield "an argument is no setting and no parameter"
    assert isinstance(call.func, ast.Attribute)
    job = vars(jobs).get(call.func.attr)
    if call.func.attr not in jobs.__all__ or not inspect.isfunction(job):
        yield "no such job"
        return
    try:
        inspect.signature(job).bind(
            *call.args, **{keyword.arg or "": keyword.value for keyword in call.keywords}
        )
    except TypeError:
        yield "the arguments do not fit the job"


def _is_job(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and ast.unparse(node.func.value) == "jobs"
    )
