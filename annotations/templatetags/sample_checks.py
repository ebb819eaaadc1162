"""What sample checks say, in words. The page that judges says the same (static/labeler/checks/words.js)."""

from django import template

from annotations.models import SampleCheck, SecondJudgement
from core.templatetags.words import bound

register = template.Library()


@register.filter
def wrong_share(judged: SampleCheck | SecondJudgement) -> str:
    """How much of all labels is wrong: "at most 2.4%"; where all were looked at it is known, "0%"."""
    check = judged if isinstance(judged, SampleCheck) else judged.sample_check
    share = bound(judged.upper_bound or 0)
    return share if check.is_whole else f"at most {share}"


@register.filter
def hundred(share: float) -> str:
    """A share in per cent with one decimal, which is left out where it is 0: 0.875 is written 87.5."""
    return f"{round(share * 100, 1):g}"


@register.filter
def hundredths(number: float) -> str:
    """0.8123 is written 0.81."""
    return f"{number:.2f}".replace("-", "−")


@register.filter
def ten_thousandths(share: int) -> str:
    """A share in 1/10000, in per cent: 237 is written 2.37."""
    return f"{share / 100:g}"
