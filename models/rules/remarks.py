"""What is to be said where no rule says anything, or none that matters."""

NO_LIMIT_ON_SIZE = (
    "no rule limits how large a unit may become, so a whole county may be one: see "
    "area_cap, population (max), access, count",
    "没有限制乡级行政区规模的规则，整个县（区）可能并成一个："
    "可设 area_cap、population（max）、access、count",
)
"""For a scenario none of whose rules has `limits_size`, in both languages."""

LIMITS_TOO_WIDE = (
    "the rules on the size of units are too wide to limit it here ({keys}): every county may "
    "become one unit",
    "有关规模的规则（{keys}）取值过宽，在此不起限制作用：各县（区）均可整体并成一个乡级行政区",
)
"""For a scenario whose rules with `limits_size` leave every county free to be one unit."""
