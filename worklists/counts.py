"""Counts that stand beside a row, and pages of lists whose length is known."""

from typing import Any, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import IntegerField, Model, QuerySet, Subquery, Value
from django.http import HttpRequest

Row = TypeVar("Row", bound=Model)
PER_PAGE = 25


class Remembered(Subquery):
    """A subquery that stands in a query which is kept: its SQL is put together once, which takes longer than to run it.

    Whatever it is copied for (another outer query, other names of tables) puts its own together.
    """

    compiled: tuple[str, Any] | None = None

    def as_sql(self, compiler: Any, connection: Any, *rest: Any, **more: Any) -> tuple[str, Any]:
        if self.compiled is None:
            self.compiled = super().as_sql(compiler, connection, *rest, **more)
        return self.compiled

    def copy(self) -> Any:
        copied = super().copy()
        copied.compiled = None
        return copied


class CountOf(Remembered):
    """How many rows a queryset with `OuterRef`s has; with `of`, how many different values of that column.

    It asks for no column that the list does not filter by, so that an index alone can answer.
    """

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()

    def __init__(self, rows: QuerySet[Any], of: str = "", **more: Any) -> None:
        bare = rows.order_by()
        counted = bare.values(of).distinct() if of else bare.annotate(one=Value(1)).values("one")
        super().__init__(counted, **more)


class Counted(Paginator):  # type: ignore[type-arg]  # generic only for types
    """Pages of a list that has been counted already; it is not counted again."""

    def __init__(self, rows: Any, per_page: int, count: int) -> None:
        super().__init__(rows, per_page)
        self.count = count


def page_of(rows: QuerySet[Row], count: int, request: HttpRequest) -> Page[Row]:
    """The page of `rows` that `?page=` asks for, read now; the nearest one for a number that makes no sense."""
    page = Counted(rows, PER_PAGE, count).get_page(request.GET.get("page"))
    page.object_list = list(page.object_list)
    return page
