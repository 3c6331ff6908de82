#!/usr/bin/env python3
"""Verifies AxonFlow evidence bundles offline.

This is a second implementation, written apart from the one in `app/ledger`, so that a bug in one of
them shows as a disagreement. It needs Python 3.11 and nothing else; Ed25519 is checked by the package
`cryptography` when that is installed, and by the few lines below otherwise.

    verify_bundle.py --key 'axonflow/log+1a2b3c4d+AZ...' evidence.jsonl

Exit code: 0 every bundle is sound, 1 one is not, 2 wrong usage.
"""

import argparse
import base64
import binascii
import hashlib
import json
import re
import sys

MAX_INTEGER = 2**53 - 1
MAX_DEPTH = 32
MAX_LINE_BYTES = 64 << 20
LISTED = 1000
RECORD_MEMBERS = {
    "v": str, "org": str, "seq": int, "at": int, "kind": str, "id": str, "actor": dict, "target": (str, type(None)),
    "verdict": (str, type(None)), "request_id": str, "trace_id": str, "facts": dict, "commitments": dict,
}  # fmt: skip
MANIFEST_MEMBERS = {
    "v": str, "org": str, "origin": str, "first_seq": int, "count": int, "checkpoint": str, "previous_checkpoint": (str, type(None)),
    "consistency": list, "range_proof": dict, "vkeys": list, "generated_at": str, "policy_sets": int,
}  # fmt: skip


class Unfit(Exception):
    """Something does not follow the format."""


class NoteProblem(Exception):
    """A checkpoint cannot be accepted; the argument is the code."""


# Ed25519 (RFC 8032), for machines without the package `cryptography`.

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
SQRT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def point_add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def point_multiply(scalar, p):
    q = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            q = point_add(q, p)
        p = point_add(p, p)
        scalar >>= 1
    return q


def point_equal(p, q):
    return (p[0] * q[2] - q[0] * p[2]) % P == 0 and (p[1] * q[2] - q[1] * p[2]) % P == 0


def recover_x(y, sign):
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P != 0:
        x = x * SQRT_OF_MINUS_ONE % P
    if (x * x - square) % P != 0 or (x == 0 and sign):
        return None
    return P - x if x & 1 != sign else x


def point_read(data):
    number = int.from_bytes(data, "little")
    y, sign = number & ((1 << 255) - 1), number >> 255
    x = recover_x(y, sign) if y < P else None
    return None if x is None else (x, y, 1, x * y % P)


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE_X = recover_x(BASE_Y, 0)
BASE = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)


def has_small_order(point):
    return point_equal(point_multiply(8, point), (0, 1, 1, 0))


def ed25519_verifies(public, message, signature):
    a, r, s = point_read(public), point_read(signature[:32]), int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= ORDER or has_small_order(a) or has_small_order(r):
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    return point_equal(point_multiply(s, BASE), point_add(r, point_multiply(h, a)))


def library_verifies(public, message, signature):
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    # A key or nonce of small order would let one signature fit many messages.
    a, r = point_read(public), point_read(signature[:32])
    return a is not None and r is not None and not has_small_order(a) and not has_small_order(r)


def signature_check(pure):
    if pure:
        return ed25519_verifies
    try:
        import cryptography.hazmat.primitives.asymmetric.ed25519  # noqa: F401
    except ImportError:
        return ed25519_verifies
    return library_verifies


# Text forms.


def unbase64(text):
    if not isinstance(text, str):
        raise Unfit("not text")
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (ValueError, binascii.Error) as error:
        raise Unfit("not base64") from error
    if base64.b64encode(data).decode() != text:
        raise Unfit("not canonical base64")
    return data


def read_hash(text):
    data = unbase64(text)
    if len(data) != 32:
        raise Unfit("not a hash")
    return data


def read_json(data):
    """JSON without repeated keys, lone surrogates and bottomless nesting."""

    def once(pairs):
        if len({key for key, _ in pairs}) != len(pairs):
            raise Unfit("a key is repeated")
        return dict(pairs)

    def refuse(_):
        raise Unfit("not a number")

    def number(text):
        as_float = float(text)
        if as_float in (float("inf"), float("-inf")):
            raise Unfit("the number is out of range")
        return int(text) if text.lstrip("-").isdigit() else as_float

    try:
        hooks = {"object_pairs_hook": once, "parse_constant": refuse, "parse_float": number, "parse_int": number}
        value = json.loads(data.decode("utf-8"), **hooks)
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError) as error:
        raise Unfit("not JSON") from error
    return value


def canonical(value, depth=0):
    """RFC 8785 without floats."""
    if value is None or isinstance(value, (bool, str)):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, int) and abs(value) <= MAX_INTEGER:
        return str(value)
    if isinstance(value, (float, int)) or depth >= MAX_DEPTH:
        raise Unfit("no canonical form")
    if isinstance(value, list):
        return "[" + ",".join(canonical(item, depth + 1) for item in value) + "]"
    keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
    return "{" + ",".join(canonical(key) + ":" + canonical(value[key], depth + 1) for key in keys) + "}"


def is_canonical(text, value):
    try:
        return canonical(value) == text
    except Unfit:
        return False


def is_of(value, kind):
    """Like isinstance, but true is not a number."""
    return isinstance(value, kind) and (not isinstance(value, bool) or kind is bool)


def require_members(value, members, optional=()):
    if not isinstance(value, dict) or not set(value) <= set(members):
        raise Unfit("strange members")
    for name, kind in members.items():
        if name not in value and name not in optional:
            raise Unfit("a member is missing")
        if not is_of(value.get(name), kind):
            raise Unfit("a member is of another type")


def is_count(value):
    return is_of(value, int) and 0 <= value < 2**64


# The signed note and the checkpoint in it (C2SP).


def read_vkey(text):
    parts = text.split("+", 2) if isinstance(text, str) else []
    if len(parts) != 3:
        raise Unfit("not a key")
    name, key_id, data = parts[0], parts[1], unbase64(parts[2])
    if not name or any(c.isspace() or ord(c) < 32 or 127 <= ord(c) < 160 for c in name):
        raise Unfit("not a name")
    if len(data) != 33 or data[0] != 1 or point_read(data[1:]) is None:
        raise Unfit("not an Ed25519 key")
    if hashlib.sha256(name.encode() + b"\n" + data).hexdigest()[:8] != key_id:
        raise Unfit("the id does not belong to the key")
    return name, bytes.fromhex(key_id), data[1:]


def open_note(note, keys, verifies):
    if any(c != "\n" and (ord(c) < 32 or 127 <= ord(c) < 160) for c in note):
        raise NoteProblem("malformed_checkpoint")
    text, gap, signatures = note.rpartition("\n\n")
    if not gap or not signatures or not signatures.endswith("\n"):
        raise NoteProblem("malformed_checkpoint")
    text += "\n"
    known = {(name, key_id): key for name, key_id, key in keys}
    signed = False
    for number, line in enumerate(signatures[:-1].split("\n")):
        match = re.fullmatch(r"— ([^ ]+) ([^\n]+)", line)
        try:
            data = unbase64(match[2]) if match and number < 100 else b""
        except Unfit:
            data = b""
        if len(data) <= 4:
            raise NoteProblem("malformed_checkpoint")
        key = known.get((match[1], data[:4]))
        if key is None:
            continue
        if len(data) != 68 or not verifies(key, text.encode(), data[4:]):
            raise NoteProblem("bad_signature")
        signed = True
    if not signed:
        raise NoteProblem("wrong_key")
    return text


def decimal(text):
    if not re.fullmatch(r"0|[1-9][0-9]*", text) or int(text) > MAX_INTEGER:
        raise NoteProblem("malformed_checkpoint")
    return int(text)


def open_checkpoint(note, keys, verifies):
    lines = open_note(note, keys, verifies)[:-1].split("\n")
    if len(lines) < 4 or "" in (lines[0], *lines[3:]):
        raise NoteProblem("malformed_checkpoint")
    times = [line.removeprefix("at ") for line in lines[3:] if line.startswith("at ")]
    if len(times) != 1:
        raise NoteProblem("malformed_checkpoint")
    try:
        root = read_hash(lines[2])
    except Unfit as error:
        raise NoteProblem("malformed_checkpoint") from error
    return {"origin": lines[0], "size": decimal(lines[1]), "root": root, "at": decimal(times[0])}


# The tree (RFC 6962).


def leaf_hash(data):
    return hashlib.sha256(b"\0" + data).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def range_root(first, leaves, size, left, right):
    """The root of a tree of `size` leaves out of a run of leaves and the nodes beside it."""
    last = first + len(leaves)
    if last > size or len(left) != first.bit_count():
        raise Unfit("the range is not in the tree")
    left, right = list(left), list(right)

    def node(low, high):
        if high <= first:
            return left.pop(0) if left else fail()
        if low >= last:
            return right.pop(0) if right else fail()
        if high - low == 1:
            return leaves[low - first]
        middle = low + (1 << ((high - low - 1).bit_length() - 1))
        lower = node(low, middle)
        return node_hash(lower, node(middle, high))

    def fail():
        raise Unfit("too few hashes")

    if size == 0:
        root = hashlib.sha256(b"").digest()
    elif first == size:
        # Here the left side is the whole tree, given as the full subtrees that it is made of.
        root = left.pop()
        while left:
            root = node_hash(left.pop(), root)
    else:
        root = node(0, size)
    if left or right:
        raise Unfit("too many hashes")
    return root


def consistent(old, new, old_root, new_root, proof):
    """Puts both roots together out of the proof, following RFC 6962 section 2.1.2 downwards."""
    if old == 0:
        return not proof and old_root == hashlib.sha256(b"").digest() and (new > 0 or new_root == old_root)
    if old == new:
        return not proof and old_root == new_root
    rest = list(proof)

    def grow(old_size, size, is_old_root):
        if old_size == size:
            if is_old_root:
                return old_root, old_root
            part = rest.pop(0)
            return part, part
        split = 1 << ((size - 1).bit_length() - 1)
        if old_size <= split:
            before, after = grow(old_size, split, is_old_root)
            return before, node_hash(after, rest.pop(0))
        before, after = grow(old_size - split, size - split, False)
        lower = rest.pop(0)
        return node_hash(lower, before), node_hash(lower, after)

    try:
        return grow(old, new, True) == (old_root, new_root) and not rest
    except IndexError:
        return False


# The bundle.


class Bundle:
    """One bundle under verification."""

    def __init__(self, options):
        self.options = options
        self.report = {
            "ok": False, "pinned": False, "org": None, "records": 0, "first_seq": None, "last_seq": None, "tree_size": None,
            "checkpoint_at": None, "erased": 0, "retired": 0, "policy_sets": 0, "policy_sets_bound": 0, "problem_count": 0,
            "problems": [],
        }  # fmt: skip
        self.leaves, self.last_at = [], None
        self.kinds, self.retired_by = {}, set()
        self.sets_named, self.sets_carried = set(), []

    def blame(self, code, line=1, seq=None):
        self.report["problem_count"] += 1
        if len(self.report["problems"]) < LISTED:
            self.report["problems"].append({"line": line, "code": code} | ({} if seq is None else {"seq": seq}))

    def verify(self, file):
        try:
            self.lines(file)
        except OSError:
            self.blame("unreadable")
        self.report["ok"] = self.report["problem_count"] == 0
        return self.report

    def lines(self, file):
        digest, number, state = hashlib.sha256(), 0, "manifest"
        while line := file.readline(MAX_LINE_BYTES):
            number += 1
            if state == "ended":
                self.blame("trailing", number)
                break
            if not line.endswith(b"\n"):
                self.blame("unreadable" if len(line) == MAX_LINE_BYTES else "truncated", number)
                state = "broken"
                break
            if state == "manifest":
                if not self.manifest(line):
                    return
                state = "records"
            elif self.line(line, number, digest):
                state = "ended"
            digest.update(line)
        if state in ("manifest", "records"):
            self.blame("truncated", number + 1)
        if hasattr(self, "head"):
            self.finish()

    # The manifest.

    def manifest(self, line):
        try:
            manifest = self.read_manifest(line)
        except Unfit:
            self.blame("malformed")
            return False
        if manifest["v"] != "axonflow.bundle/1":
            self.blame("unsupported_version")
            return False
        self.shown = manifest
        self.expected = manifest["first_seq"]
        self.report["org"] = manifest["org"]
        self.report["first_seq"] = manifest["first_seq"] if manifest["count"] else None
        self.read_heads()
        return True

    def read_manifest(self, line):
        manifest = read_json(line)
        require_members(manifest, MANIFEST_MEMBERS, optional=("previous_checkpoint",))
        require_members(manifest["range_proof"], {"left": list, "right": list})
        for hashes in (manifest, "consistency"), (manifest["range_proof"], "left"), (manifest["range_proof"], "right"):
            hashes[0][hashes[1]] = [read_hash(text) for text in hashes[0][hashes[1]]]
        manifest["vkeys"] = [read_vkey(text) for text in manifest["vkeys"]]
        if not 1 <= manifest["first_seq"] <= MAX_INTEGER or not 0 <= manifest["count"] <= MAX_INTEGER - manifest["first_seq"]:
            raise Unfit("the numbers are out of range")
        if not is_count(manifest["policy_sets"]):
            raise Unfit("the number of policy sets is out of range")
        return manifest

    def read_heads(self):
        shown, pinned = self.shown, self.options["pinned"]
        if not pinned and self.options["strict"]:
            self.blame("unpinned")
        self.keys = pinned or shown["vkeys"]
        if shown["origin"] != "axonflow/" + shown["org"]:
            self.blame("origin_mismatch")
        self.head = self.checkpoint(shown["checkpoint"])
        self.since, note, previous = None, shown.get("previous_checkpoint"), None
        if self.head:
            self.report |= {"pinned": bool(pinned), "tree_size": self.head["size"], "checkpoint_at": self.head["at"]}
        if note is not None:
            previous = self.checkpoint(note)
        elif shown["consistency"]:
            self.blame("malformed")
        grown = False
        if previous and self.head and not self.contradicts(previous):
            grown = consistent(previous["size"], self.head["size"], previous["root"], self.head["root"], shown["consistency"])
            if not grown:
                self.blame("inconsistent")
        self.read_since(previous, grown)

    def checkpoint(self, note):
        try:
            checkpoint = open_checkpoint(note, self.keys, self.options["verifies"])
        except NoteProblem as problem:
            self.blame(str(problem))
            return None
        if checkpoint["origin"] != self.shown["origin"]:
            self.blame("origin_mismatch")
            return None
        return checkpoint

    def contradicts(self, earlier):
        if earlier["size"] > self.head["size"]:
            self.blame("rollback")
        elif earlier["size"] == self.head["size"] and earlier["root"] != self.head["root"]:
            self.blame("split_view")
        else:
            return False
        return True

    def read_since(self, previous, grown):
        since = self.checkpoint(self.options["since"]) if self.options["since"] is not None else None
        if not since or not self.head or self.contradicts(since) or since["size"] in (0, self.head["size"]):
            return
        first = self.shown["first_seq"] - 1
        if previous and previous["size"] == since["size"] and previous["root"] != since["root"]:
            self.blame("split_view")
        elif previous and previous["size"] == since["size"] and grown:
            pass
        elif first <= since["size"] <= first + self.shown["count"]:
            self.since = since
        else:
            self.blame("since_unproven")

    # The other lines.

    def line(self, line, number, digest):
        try:
            value = read_json(line)
            kind = self.classify(value)
        except Unfit:
            self.blame("malformed", number)
            self.expected += 1
            return False
        if kind == "record":
            self.record(value, number)
        elif kind == "retired":
            self.retired(value, number)
        elif kind == "policy_set":
            self.policy_set(value["policy_set"])
        elif value["lines"] != number - 1 or value["sha256"] != digest.hexdigest():
            self.blame("digest_mismatch", number)
        return kind == "end"

    def classify(self, value):
        if not isinstance(value, dict):
            raise Unfit("not an object")
        for name in [name for name in value if value[name] is None]:
            if name not in ("record", "leaf", "personal", "erased", "retired_by", "policy_set", "end", "lines", "sha256"):
                raise Unfit("a strange member")
            del value[name]
        if "record" in value:
            members = {"record": str, "leaf": str, "personal": dict, "erased": list}
            require_members({"personal": {}, "erased": []} | value, members)
            for entry in value.get("personal", {}).values():
                require_members(entry, {"value": str, "salt": str})
                read_hash(entry["salt"])
            if not all(isinstance(field, str) for field in value.get("erased", [])):
                raise Unfit("a field has no name")
            read_hash(value["leaf"])
            return "record"
        if "retired_by" in value:
            require_members(value, {"leaf": str, "retired_by": int})
            read_hash(value["leaf"])
            if not is_count(value["retired_by"]):
                raise Unfit("not a number of a record")
            return "retired"
        if "policy_set" in value:
            require_members(value, {"policy_set": dict})
            return "policy_set"
        require_members(value, {"end": bool, "lines": int, "sha256": str})
        if value["end"] is not True or not is_count(value["lines"]):
            raise Unfit("not an end")
        return "end"

    def count(self, leaf):
        self.report["records"] += 1
        self.report["last_seq"] = self.expected
        self.expected += 1
        self.leaves.append(leaf)

    def record(self, value, number):
        seq, text, leaf = self.expected, value["record"], read_hash(value["leaf"])
        if leaf_hash(text.encode()) != leaf:
            self.blame("leaf_mismatch", number, seq)
        self.count(leaf)
        try:
            body = read_json(text.encode())
        except Unfit:
            return self.blame("malformed", number, seq)
        if not is_canonical(text, body):
            self.blame("not_canonical", number, seq)
        try:
            require_members(body, RECORD_MEMBERS, optional=("target", "verdict"))
            if not is_count(body["seq"]) or not -(2**63) <= body["at"] < 2**63:
                raise Unfit("a number is out of range")
            if not all(isinstance(commitment, str) for commitment in body["commitments"].values()):
                raise Unfit("a commitment is not text")
        except Unfit:
            return self.blame("malformed", number, seq)
        self.place(body, number, seq)
        self.personal(body["commitments"], value.get("personal", {}), value.get("erased", []), number, seq)
        digest = body["facts"].get("policy_set")
        if isinstance(digest, str):
            self.sets_named.add(digest)

    def place(self, body, number, seq):
        if body["v"] != "axonflow.record/1":
            self.blame("unsupported_version", number, seq)
        if body["org"] != self.shown["org"]:
            self.blame("foreign_record", number, seq)
        if body["seq"] != seq:
            self.blame("seq_gap", number, seq)
            self.expected = body["seq"] + 1
        if self.last_at is not None and body["at"] < self.last_at:
            self.blame("time_reversed", number, seq)
        self.last_at = body["at"]
        if seq in self.retired_by and body["kind"] != "retention.bodies_retired":
            self.blame("bad_retirement", number, seq)
        self.retired_by.discard(seq)

    def personal(self, commitments, personal, erased, number, seq):
        for field in sorted(personal):
            value, salt = personal[field]["value"], read_hash(personal[field]["salt"])
            if field not in commitments:
                self.blame("uncommitted_value", number, seq)
            elif commitments[field] != hashlib.sha256(b"axonflow/commitment/1\0" + salt + value.encode()).hexdigest():
                self.blame("commitment_mismatch", number, seq)
        if any(field in personal or field not in commitments for field in erased):
            self.blame("erased_mismatch", number, seq)
        self.report["erased"] += len(set(commitments) - set(personal))

    def retired(self, value, number):
        seq, by = self.expected, value["retired_by"]
        self.retired_by.discard(seq)
        if by <= seq or (self.head and by > self.head["size"]):
            self.blame("bad_retirement", number, seq)
        else:
            self.retired_by.add(by)
        self.report["retired"] += 1
        self.count(read_hash(value["leaf"]))

    def policy_set(self, value):
        try:
            self.sets_carried.append(hashlib.sha256(canonical(value).encode()).hexdigest())
        except Unfit:
            self.sets_carried.append(None)

    # What can only be known at the end.

    def finish(self):
        if self.report["records"] != self.shown["count"]:
            self.blame("count_mismatch")
        self.report["policy_sets"] = len(self.sets_carried)
        self.report["policy_sets_bound"] = sum(digest in self.sets_named for digest in self.sets_carried)
        if len(self.sets_carried) != self.shown["policy_sets"]:
            self.blame("count_mismatch")
        first, proof = self.shown["first_seq"] - 1, self.shown["range_proof"]
        if self.since and first <= self.since["size"] <= first + len(self.leaves):
            self.pass_through(first, proof["left"])
        if not self.head:
            return
        try:
            if range_root(first, self.leaves, self.head["size"], proof["left"], proof["right"]) != self.head["root"]:
                self.blame("root_mismatch")
        except Unfit:
            self.blame("bad_range_proof")

    def pass_through(self, first, left):
        """The tree cut at the size of the reader's checkpoint must have that checkpoint's root."""
        size = self.since["size"]
        try:
            if range_root(first, self.leaves[: size - first], size, left, []) != self.since["root"]:
                self.blame("inconsistent")
        except Unfit:
            pass  # The proof is unusable, which is reported for the whole tree.


def describe(path, report):
    if report["ok"]:
        trust = "pinned key" if report["pinned"] else "UNPINNED: it agrees with itself, no more"
        records = f"{report['records']} records" + (f" ({report['first_seq']} to {report['last_seq']})" if report["records"] else "")
        return f"{path}: ok, {trust}; {records} of {report['tree_size']}, {report['erased']} values erased, {report['retired']} bodies retired"
    spots = [f"  line {p['line']}" + (f", record {p['seq']}" if "seq" in p else "") + f": {p['code']}" for p in report["problems"]]
    return f"{path}: NOT OK, {report['problem_count']} problems\n" + "\n".join(spots)


def main():
    parser = argparse.ArgumentParser(description="Verifies AxonFlow evidence bundles offline.")
    parser.add_argument("bundles", nargs="+", metavar="BUNDLE")
    parser.add_argument("--key", action="append", default=[], metavar="VKEY", help="trust this key and no other; may be repeated")
    parser.add_argument("--since", metavar="FILE", help="the signed checkpoint kept from last time")
    parser.add_argument("--strict", action="store_true", help="fail when no key is given")
    parser.add_argument("--json", action="store_true", help="print one report per line")
    parser.add_argument("--pure", action="store_true", help="check signatures without the package cryptography")
    arguments = parser.parse_args()
    try:
        pinned = [read_vkey(text) for text in arguments.key]
    except Unfit as error:
        parser.error(f"--key: {error}")
    since = None
    if arguments.since:
        try:
            with open(arguments.since, encoding="utf-8", newline="") as file:
                since = file.read()
        except (OSError, UnicodeDecodeError) as error:
            parser.error(f"--since: {error}")
    options = {"pinned": pinned, "since": since, "strict": arguments.strict, "verifies": signature_check(arguments.pure)}
    sound = True
    for path in arguments.bundles:
        try:
            with open(path, "rb") as file:
                report = Bundle(options).verify(file)
        except OSError as error:
            parser.error(str(error))
        sound &= report["ok"]
        print(json.dumps(report) if arguments.json else describe(path, report))
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main())
