"""Write docs/faults.md from the catalogue of faults: `python docs/make_faults.py`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from optimizer.data.faults import catalogue

HEAD = """\
# Faults and warnings of input 输入错误与警告

Written by `docs/make_faults.py` from `optimizer/data/faults.toml`; do not edit by hand.

Every fault of the input is collected and all are reported together, without a cut-off: code,
file, row, column, value, cause and action. **E** stops the run with exit code 2; **W** lets it
go on. The header is row 1; blank lines are skipped but counted. What stands in `{braces}` is
filled in with what was found. [formats.md](formats.md) says what is expected.

所有错误一并报告,不截断:代码、文件、行、列、取值、原因和处理办法。**E** 类停止运行(退出码 2),
**W** 类继续运行。表头为第 1 行。
"""
GROUPS = {
    "E1": "Files and tables 文件与表格",
    "E2": "Values 取值",
    "E3": "Codes and places 代码与单位",
    "E4": "Connections and distances 连通与距离",
    "E5": "Scenario 方案文件",
    "E6": "Plans 方案表",
    "E7": "Output 输出",
    "E8": "Import 导入",
    "E9": "Procedure 程序",
    "W1": "Warnings 警告",
    "W8": "Warnings of import 导入警告",
    "W9": "Warnings of the procedure 程序警告",
}


def page() -> str:
    """Return the page."""
    parts, group = [HEAD], ""
    for code, texts in sorted(catalogue().items()):
        if code[:2] != group:
            group = code[:2]
            parts.append(f"## {GROUPS[group]}\n")
        parts.append(_entry(code, texts))
    return "\n".join(parts)


def _entry(code: str, texts: Mapping[str, str]) -> str:
    return f"""\
### {code}

- {texts["en"]}
  - *What to do:* {texts["do_en"]}
- {texts["zh"]}
  - *处理:* {texts["do_zh"]}
"""


if __name__ == "__main__":
    Path(__file__).with_name("faults.md").write_text(page(), encoding="utf-8")
