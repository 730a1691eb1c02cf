"""Django's `makemessages`, which knows how sentences that are translated later are marked here."""

from django.core.management.commands import makemessages


class Command(makemessages.Command):
    """Takes what stands in `lazy("…")` too, which is gettext_lazy under its short name."""

    xgettext_options = [*makemessages.Command.xgettext_options, "--keyword=lazy"]
