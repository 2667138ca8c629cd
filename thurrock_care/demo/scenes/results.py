"""The evening before today: the results of every quarter that is over are put together."""

from datetime import timedelta

from talking_shops.actions import show_quarters
from thurrock_care.demo.stage import Stage


def results_are_shown(stage: Stage) -> None:
    """As beat does it every hour."""
    with stage.at(stage.today - timedelta(days=1), 23, 47):
        show_quarters()
