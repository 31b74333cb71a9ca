"""What is to be said where no rule says anything."""

NO_LIMIT_ON_SIZE = (
    "no rule limits how large a unit may become, so a whole county may be one: see "
    "area_cap, population (max), access, count",
    "没有限制乡级行政区规模的规则，整个县（区）可能并成一个："
    "可设 area_cap、population（max）、access、count",
)
"""For a scenario none of whose rules has `limits_size`, in both languages."""
