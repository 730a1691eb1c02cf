"""What is done to a template when it is compiled, so that it need not be done for every page.

A broadcast's page has hundreds of sentences and a hundred included templates, and writes a thousand
values. Looked up each time, and each made a Markup of its own, they cost more than all else.
"""

import re
from collections.abc import Callable
from typing import Any, Final

from django.utils.translation import gettext, pgettext
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

_needs_escaping = re.compile("""[&<>"']""").search


def sentence(message: str) -> Markup:
    """A sentence of a template in the active language; it may hold HTML, and writes % as %%."""
    return Markup(gettext(message).replace("%%", "%"))  # noqa: S704 - the site's own


def sentence_in(context: str, message: str) -> Markup:
    """A sentence that means another thing elsewhere."""
    return Markup(pgettext(context, message).replace("%%", "%"))  # noqa: S704


SENTENCES: Final[dict[str, Callable[..., str]]] = {
    "_": sentence,
    "gettext": gettext,  # {% trans %}
    "pgettext": sentence_in,
}


def written(value: Any) -> str:
    """What a template writes for a value: what `escape` makes of it, only sooner."""
    if type(value) is Markup or (type(value) is str and _needs_escaping(value) is None):
        return value
    return escape(value)


class Compiled(CodeGenerator):
    """Compiles a template with its sentences and with those that it includes.

    The sentences are in the active language: each language has an environment of its own.
    """

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        """Begin."""
        self.writeline(f"from {__name__} import written")
        super().visit_Template(_Filled().visit(node), frame)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("written(")


class _Filled(NodeTransformer):
    def visit_Block(self, node: nodes.Block) -> nodes.Node:  # noqa: N802 - by the name of the node
        self.generic_visit(node)
        # As one string: else each piece is handed up by itself through all templates extended.
        whole = nodes.Filter(None, "safe", [], [], None, None, lineno=node.lineno)
        node.body = [nodes.FilterBlock(node.body, whole, lineno=node.lineno)]
        return node

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        say = SENTENCES.get(node.node.name) if isinstance(node.node, nodes.Name) else None
        said = [each.value for each in node.args if isinstance(each, nodes.Const)]
        if say is None or len(said) < len(node.args):
            return node
        return nodes.Const(say(*said), lineno=node.lineno, environment=node.environment)

    def visit_Include(self, node: nodes.Include) -> nodes.Node:  # noqa: N802
        environment = node.environment
        loader = None if environment is None else environment.loader
        if not isinstance(node.template, nodes.Const) or environment is None or loader is None:
            return node
        name = node.template.value
        source, path, _is_same = loader.get_source(environment, name)
        included = self.visit(environment.parse(source, name, path))
        return nodes.Scope(included.body, lineno=node.lineno, environment=environment)
