"""Small faults put into a module one at a time: its mutants.

Comparisons turned or shifted by one, and/or swapped, conditions negated, arithmetic
swapped, numbers and words changed, True and False swapped, a value replaced by None.
Left alone, because no test should pin them: docstrings, sentences for the reader (the
arguments of _()), imports, what only shapes a dataclass (repr=, frozen=).
"""

import ast
import copy

TURNED = {
    ast.Lt: [ast.LtE, ast.GtE],
    ast.LtE: [ast.Lt, ast.Gt],
    ast.Gt: [ast.GtE, ast.LtE],
    ast.GtE: [ast.Gt, ast.Lt],
    ast.Eq: [ast.NotEq],
    ast.NotEq: [ast.Eq],
    ast.In: [ast.NotIn],
    ast.NotIn: [ast.In],
    ast.Is: [ast.IsNot],
    ast.IsNot: [ast.Is],
}
SWAPPED = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
SENTENCES = {"_", "gettext", "gettext_lazy"}
LEFT_OUT = {"repr", "frozen"}  # keywords that shape a text, forbid writing
NOTHING = ast.Constant(value=None)


class Mutant:
    """One fault: the changed module, and where and what it is."""

    def __init__(self, tree, line, what):
        self.tree, self.line, self.what = tree, line, what

    def __str__(self):
        return f"line {self.line}: {self.what}"


def mutants(source):
    """Every mutant of a module's text, in the order of its lines."""
    tree = ast.parse(source)
    places = [place for place in _places(tree) if not isinstance(place[0], ast.Import)]
    found = []
    for path, node in places:
        for change, what in _changes(node):
            changed = copy.deepcopy(tree)
            change(_at(changed, path))
            ast.fix_missing_locations(changed)
            found.append(Mutant(changed, node.lineno, what))
    return sorted(found, key=lambda mutant: mutant.line)


def _places(tree):
    """(path, node) of everything that may be changed."""

    def walk(node, path):
        if hasattr(node, "lineno"):
            yield path, node
        for name, value in ast.iter_fields(node):
            if _is_left_out(node, name):
                continue
            children = value if isinstance(value, list) else [value]
            for number, child in enumerate(children):
                if isinstance(child, ast.AST) and not _is_said(child):
                    place = number if isinstance(value, list) else None
                    yield from walk(child, (*path, (name, place)))

    yield from walk(tree, ())


def _is_left_out(node, name):
    if isinstance(node, ast.Import | ast.ImportFrom):
        return True
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") in SENTENCES:
        return name == "args"
    return isinstance(node, ast.keyword) and node.arg in LEFT_OUT


def _is_said(node):
    """A docstring, or any other text that stands alone."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _at(tree, path):
    for name, place in path:
        tree = getattr(tree, name)
        tree = tree if place is None else tree[place]
    return tree


def _changes(node):
    """[(act on the copy of the node, words)] for one node."""
    maker = _MAKERS.get(type(node))
    return maker(node) if maker else []


def _compare(node):
    for place, op in enumerate(node.ops):
        for other in TURNED[type(op)]:
            words = f"{type(op).__name__} → {other.__name__}"
            yield lambda n, p=place, o=other: n.ops.__setitem__(p, o()), words


def _bool(node):
    other = ast.Or if isinstance(node.op, ast.And) else ast.And
    words = f"{type(node.op).__name__} → {other.__name__}"
    yield lambda n: setattr(n, "op", other()), words


def _arithmetic(node):
    other = SWAPPED.get(type(node.op))
    if other:
        words = f"{type(node.op).__name__} → {other.__name__}"
        yield lambda n: setattr(n, "op", other()), words


def _constant(node):
    value = node.value
    if isinstance(value, bool):
        yield lambda n: setattr(n, "value", not value), f"{value} → {not value}"
    elif isinstance(value, int):
        yield lambda n: setattr(n, "value", value + 1), f"{value} → {value + 1}"
    elif isinstance(value, str) and value:
        yield lambda n: setattr(n, "value", f"X{value}"), f"{value!r} → {'X' + value!r}"


def _negated(node):
    def negate(n):
        n.test = ast.UnaryOp(op=ast.Not(), operand=n.test)

    yield negate, f"if → if not: {ast.unparse(node.test)}"


def _no_not(node):
    if isinstance(node.op, ast.Not):

        def plain(n):
            n.op, n.operand = ast.Not(), ast.UnaryOp(op=ast.Not(), operand=n.operand)

        yield plain, f"not removed: {ast.unparse(node)}"


def _to_nothing(node):
    """`return x`, `a = x`: nothing instead."""
    value = node.value
    if value is None or isinstance(value, ast.Constant) and value.value is None:
        return
    yield lambda n: setattr(n, "value", NOTHING), f"→ None: {ast.unparse(node)[:60]}"


_MAKERS = {
    ast.Compare: _compare,
    ast.BoolOp: _bool,
    ast.BinOp: _arithmetic,
    ast.AugAssign: _arithmetic,
    ast.Constant: _constant,
    ast.If: _negated,
    ast.IfExp: _negated,
    ast.UnaryOp: _no_not,
    ast.Return: _to_nothing,
    ast.Assign: _to_nothing,
}
