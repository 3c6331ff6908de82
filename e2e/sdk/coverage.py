"""Which methods of the published SDK this server serves: read from the installed package and from the table of routes.

`coverage.py` prints docs/sdk-coverage.md; `coverage.py --check` ends with 1 when the file says something else.
"""

import ast
import inspect
import re
import sys
import textwrap
from pathlib import Path

import axonflow
from axonflow import AxonFlow
from axonflow.authzen_types_gen import AUTHZEN_PATH
from axonflow.typed_policies import TypedPoliciesNamespace

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = ROOT / "docs" / "sdk-coverage.md"
TABLE = ROOT / "server" / "src" / "api" / "table.rs"
VERBS = {"GET", "POST", "PUT", "PATCH", "DELETE"}
# Paths that the package writes where its source cannot be read for them.
BY_NAME = {"evaluate": [("POST", AUTHZEN_PATH)], "evaluate_all": [("POST", AUTHZEN_PATH)], "decide": [("POST", "/api/v1/decide")]}
VERB_BY_NAME = {"list_decisions": "GET", "stream_execution_status": "GET"}
PREFIX = {TypedPoliciesNamespace: "/api/v1/typed-policies"}
LOCAL = {"close"}

HEAD = f"""# What the published SDK finds here

Every method of `axonflow=={axonflow._version.__version__}` that talks to a server: 156 of the client and 6 of its typed policies. **served** means that the route exists
and answers in the SDK's shape; **404** that the route does not exist here, and the method raises on a JSON body with the code
`no_such_endpoint`. `POST /api/request` decides and sends nothing to a model, so plans and connectors behind it are refused in its shape. `e2e/sdk/coverage.py` makes this page from the installed package and the table of routes; a test compares both, and asks the
running server about every route that is not served.

Methods that run in tests, unmodified: `e2e/sdk/test_golden_path.py`, `e2e/sdk/test_policies.py`, `e2e/sdk/test_access.py`.
"""


def routes():
    """The server's routes, by verb and pattern."""
    found = re.findall(r'(?:with\(\w+, |reading\()"([A-Z]+)", "([^"]+)"\)', TABLE.read_text())
    found += [("GET", path) for path in re.findall(r'public\("([^"]+)"\)', TABLE.read_text())]
    return [(verb, re.compile("^" + re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path)) + "$")) for verb, path in found]


def text_of(node):
    """The text of a constant or f-string, with {} for what is put in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        text = "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
        return text.removeprefix("{}")  # the address of the server
    return None


def asked(owner, name, seen=()):
    """What a method asks for: pairs of verb and path, its own or those of the methods that it calls."""
    if name in BY_NAME and owner is AxonFlow:
        return BY_NAME[name]
    function = inspect.unwrap(getattr(owner, name))
    tree = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
    tree.body = tree.body[1:] if ast.get_docstring(tree) else tree.body
    verbs, paths, calls = [], [], []
    pieces = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        text = None if id(node) in pieces else text_of(node)
        if text and text.startswith("/") and len(text) > 1:
            paths.append(re.sub(r"\{\}$", "", text.split("?")[0]) if text.endswith("{}{}") else text.split("?")[0])
        if isinstance(node, ast.Call):
            verbs += [arg.value for arg in node.args if isinstance(arg, ast.Constant) and arg.value in VERBS]
            if isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name) and node.func.value.id == "self":
                calls.append(node.func.attr)
    paths = [path for path in paths if not any(path != other and other.startswith(path) for other in paths)]
    if paths:
        verb = VERB_BY_NAME.get(name, verbs[0] if verbs else "POST")
        return [(verb, PREFIX.get(owner, "") + path) for path in dict.fromkeys(paths)]
    inner = [call for call in calls if call not in seen and hasattr(owner, call) and call != name]
    return list(dict.fromkeys(pair for call in inner for pair in asked(owner, call, (*seen, name))))


def is_served(pairs):
    known = routes()
    return bool(pairs) and all(
        any(verb == known_verb and pattern.match(path.replace("{}", "x")) for known_verb, pattern in known) for verb, path in pairs
    )


def methods(owner):
    """Those that wait for a server, streams too."""
    waits = lambda function: inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function)  # noqa: E731
    return [name for name, function in inspect.getmembers(owner) if not name.startswith("_") and waits(function)]


def lines():
    """Each method with what it asks for and whether that is served."""
    for owner, prefix in ((AxonFlow, ""), (TypedPoliciesNamespace, "typed_policies.")):
        for name in methods(owner):
            pairs = [] if name in LOCAL else asked(owner, name)
            state = "local" if name in LOCAL else "served" if is_served(pairs) else "404"
            yield prefix + name, pairs, state


def page():
    rows = list(lines())
    served = sum(state != "404" for _, _, state in rows)
    body = "\n".join(
        f"| `{name}` | {', '.join(f'`{verb} {path}`' for verb, path in pairs) or '-'} | {'' if state == '404' else '✓ '}{state} |"
        for name, pairs, state in rows
    )
    counts = f"{len(rows)} methods: {served} served, {len(rows) - served} answered by 404.\n"
    return f"{HEAD}\n{counts}\n| Method | Route | |\n| --- | --- | --- |\n{body}\n"


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(0 if PAGE.read_text() == page() else "docs/sdk-coverage.md is not what e2e/sdk/coverage.py prints")
    print(page(), end="")
