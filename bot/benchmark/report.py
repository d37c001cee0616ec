"""Figures as a table and as JSON, with the machine they were measured on."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from typing import Any

from bot.benchmark.figure import Figure


def table(figures: Sequence[Figure]) -> str:
    """One line a figure."""
    wide = max(len(figure.name) for figure in figures)
    lines = [f"{'':{wide}}  {'median':>11}  {'p95':>11}  {'n':>4}"]
    for figure in figures:
        if not figure.samples:
            lines.append(f"{figure.name:{wide}}  not measured: {figure.failed}")
            continue
        cells = [number(figure.median, figure.unit), number(figure.p95, figure.unit), str(len(figure.samples))]
        ratio = figure.ratio(figures)
        notes = [f"{ratio:.2f} × {figure.beside}" if ratio else "", figure.note, f"FAILED: {figure.failed}" if figure.failed else ""]
        lines.append(f"{figure.name:{wide}}  {cells[0]:>11}  {cells[1]:>11}  {cells[2]:>4}  {'; '.join(filter(None, notes))}".rstrip())
    return "\n".join([*lines, on_machine()])


def to_json(figures: Sequence[Figure]) -> dict[str, Any]:
    """All figures and the machine."""
    return {"machine": machine(), "figures": [figure.to_json(figures) for figure in figures]}


def number(value: float | None, unit: str) -> str:
    """A value with its unit, in about three digits; nothing for none."""
    if value is None:
        return ""
    return f"{value:.{0 if value >= 100 else 1 if value >= 10 else 2}f} {unit}"


def on_machine() -> str:
    """The machine, in words."""
    found = machine()
    return f"On {found['cpus']} CPUs ({found['processor']}, {found['system']}), Python {found['python']}, load {found['load']}."


def machine() -> dict[str, Any]:
    """The machine, and how busy it is."""
    found = {"cpus": os.cpu_count(), "processor": platform.machine(), "system": platform.system(), "python": platform.python_version()}
    return found | {"load": round(os.getloadavg()[0], 1)}
