"""How templates are read: Jinja's environment, with what all of them may say.

Django's own engine, which the administration is written for, takes five times as long for a page of
this size. Templates here lie in `templates/`; those of the administration in
`dashboard/templates/admin/`.
"""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, Final

from django.conf import settings
from django.template import defaultfilters
from django.template.backends.jinja2 import Jinja2
from django.templatetags.static import static
from django.urls import get_script_prefix, reverse
from django.utils.translation import (
    get_language,
    gettext,
    ngettext,
    npgettext,
    override,
    pgettext,
)
from jinja2 import ChainableUndefined, Environment, Undefined, select_autoescape

from dashboard import compiled
from dashboard.compiled import Compiled
from dashboard.templatetags import (
    addresses,
    definitions,
    fields,
    figures,
    lists,
    moments,
    money,
    progress,
    results,
    sorting,
)
from dashboard.unindented import Loader

Filter = Callable[..., Any]

FILTERS: Final[tuple[Filter, ...]] = (
    fields.kind_of_input,
    figures.because,
    figures.cost,
    figures.cost_exact,
    figures.count,
    figures.credits_exact,
    figures.credits_short,
    figures.duration,
    figures.percent,
    figures.ratio,
    figures.tile_count,
    figures.tile_credits,
    figures.tile_duration,
    lists.status,
    moments.day,
    money.money,
    progress.part_of,
    progress.segments,
    results.group_label,
    results.in_order,
    results.is_alarming,
    results.of_result,
    results.result_label,
    results.result_meaning,
    results.was_tried,
    sorting.raw,
    # Django's, where Jinja has none of that name, or another one.
    defaultfilters.capfirst,
    defaultfilters.truncatechars,
    defaultfilters.urlencode,
)
GLOBALS: Final[tuple[Filter, ...]] = (
    addresses.broadcast_page,
    definitions.definition,
    definitions.definitions_on_the_page,
    lists.small_line,
    moments.clock,
    moments.moment,
    moments.standing_now,
    money.money_note,
)


class Templates(Jinja2):
    """Django's engine for Jinja, with an environment for each language that templates speak."""

    def __init__(self, params: dict[str, Any]) -> None:
        self._by_language: dict[str | None, Environment] = {}
        super().__init__(params)

    @property
    def env(self) -> Environment:
        """The environment of the active language."""
        language = get_language()
        if language not in self._by_language:
            self._by_language[language] = self._any.overlay()
        return self._by_language[language]

    @env.setter
    def env(self, made: Environment) -> None:
        self._any = made

    def read_all(self) -> None:
        """Compile every page for the site's own language now, in about a second.

        A process otherwise does so with each page's first visitor, as it does for other languages.
        """
        with override(settings.LANGUAGE_CODE):
            for name in self.env.list_templates():
                if "/_" not in f"/{name}":  # what begins so is part of others
                    self.env.get_template(name)


def environment(**options: Any) -> Environment:
    """Build the environment that `settings.TEMPLATES` names; `options` are those of its engine."""
    folders = options.pop("loader").searchpath
    options.pop("autoescape"), options.pop("undefined")  # the engine's own defaults
    found = Environment(
        autoescape=select_autoescape(["html"], default_for_string=True),
        extensions=["jinja2.ext.i18n"],
        keep_trailing_newline=True,
        loader=Loader(folders),
        # What is not there says nothing, whatever is asked of it: `report.details.labels`.
        undefined=ChainableUndefined,
        **options,
    )
    found.code_generator_class = Compiled
    found.install_gettext_callables(  # type: ignore[attr-defined]
        gettext, ngettext, newstyle=False, pgettext=pgettext, npgettext=npgettext
    )
    found.filters.update({each.__name__: _none_for_missing(each) for each in FILTERS})
    found.globals.update({each.__name__: each for each in GLOBALS})
    found.globals.update(
        _=compiled.sentence,
        pgettext=compiled.sentence_in,
        url=_url,
        static=_static,
        current_language=get_language,
    )
    found.tests["none"] = _is_none
    return found


def _none_for_missing(given: Filter) -> Filter:
    """A filter to which a figure of a section that was not sent is None, as it is in Python."""

    @wraps(given)
    def filtered(value: Any, *arguments: Any) -> Any:
        return given(None if isinstance(value, Undefined) else value, *arguments)

    return filtered


def _is_none(value: Any) -> bool:
    return value is None or isinstance(value, Undefined)


def _url(name: str, *arguments: Any) -> str:
    return _address(get_script_prefix(), name, *arguments)


@lru_cache(maxsize=1_024)
def _address(_prefix: str, name: str, *arguments: Any) -> str:
    return reverse(name, args=arguments)


def _static(name: str) -> str:
    return address_of_file(get_script_prefix(), name)


@lru_cache(maxsize=256)
def address_of_file(_prefix: str, name: str) -> str:
    """Where a static file is, with its digest; it is the same for as long as a process lives."""
    return static(name)
