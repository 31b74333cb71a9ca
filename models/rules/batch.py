"""S3.together: the whole territory is planned and carried out together."""

from __future__ import annotations

from typing import ClassVar

from models.rules.base import Rule


class Batch(Rule):
    """One plan spans all counties; none may be carried out before the batch is approved."""

    clause: ClassVar[str] = "S3.together"
    title: ClassVar[str] = "one plan for all counties, carried out together"
    title_zh: ClassVar[str] = "统一部署、同步实施：方案覆盖全部县（区）"
