"""What staff see in the admin pages besides people and their rights: the record, API tokens."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from dashboard.models import Record, Token


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg] # it has none at run time
    """What comes about elsewhere: nobody adds to it or changes it here."""

    def has_add_permission(self, _request: HttpRequest) -> bool:
        """Nobody."""
        return False

    def has_change_permission(self, _request: HttpRequest, _obj: Any = None) -> bool:
        """Nobody."""
        return False


class OutcomeFilter(admin.SimpleListFilter):
    """Whether it worked; which outcomes there are is not asked for, in a record of years."""

    title = _("outcome")
    parameter_name = "worked"

    def lookups(self, _request: HttpRequest, _model_admin: Any) -> list[tuple[str, Any]]:
        """Both."""
        return [("yes", _("it worked")), ("no", _("it did not work"))]

    def queryset(self, _request: HttpRequest, rows: QuerySet[Record]) -> QuerySet[Record]:
        """The lines that are wanted."""
        wanted = {"yes": rows.filter(outcome="ok"), "no": rows.exclude(outcome="ok")}
        return wanted.get(str(self.value()), rows)


@admin.register(Record)
class RecordAdmin(ReadOnlyAdmin):
    """To be read, searched and filtered; nobody takes anything out either."""

    list_display = ["at", "who", "deed", "broadcast_id", "outcome", "token", "client", "reference"]
    list_filter = ["deed", OutcomeFilter, "at"]
    search_fields = ["who", "token", "=broadcast_id", "=reference", "what"]
    show_full_result_count = False  # counting a long record takes long

    def has_delete_permission(self, _request: HttpRequest, _obj: Any = None) -> bool:
        """Nobody."""
        return False


@admin.register(Token)
class TokenAdmin(ReadOnlyAdmin):
    """Whose there are; staff revoke one by deleting it."""

    list_display = ["user", "name", "made_at", "used_at"]
    list_select_related = ["user"]
    search_fields = ["user__username", "name"]
    fields = ["user", "name", "made_at", "used_at"]
