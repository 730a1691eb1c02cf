"""What a chart is made of, as the page hands it to the browser."""

from functools import cached_property
from typing import Any

from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup


class Chart(dict[str, Any]):
    """The data of a chart, once it is whole."""

    @cached_property
    def json(self) -> Markup:
        """As it stands in a page's `<script>`: written once while the page stays the same."""
        return htmlsafe_json_dumps(self, separators=(",", ":"))
