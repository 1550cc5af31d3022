"""What bash has no tools for: JSON with its digits kept, and encoded forms.

Nothing of the library is used, and Python's standard library only.
"""

import json
import sys
from json.decoder import scanstring


def members(text):
    """The members of a JSON object: name and text as a signature source has it, `None` for null."""
    decoder = json.JSONDecoder()
    found = []

    def skip(at):
        while text[at] in " \t\r\n":
            at += 1
        return at

    at = skip(0)
    assert text[at] == "{", "no JSON object"
    at = skip(at + 1)
    while text[at] != "}":
        assert text[at] == '"'
        name, at = scanstring(text, at + 1)
        at = skip(at)
        assert text[at] == ":"
        start = skip(at + 1)
        value, end = decoder.raw_decode(text, start)
        # Numbers, objects and arrays count as they stand; a string is decoded.
        stands = value if isinstance(value, str) else text[start:end]
        assert name not in [known for known, _ in found], f"{name} twice"
        found.append((name, None if value is None else stands))
        at = skip(end)
        if text[at] == ",":
            at = skip(at + 1)
    assert not text[at + 1 :].strip(), "something follows the object"
    return found


def lower(name):
    return "".join(chr(ord(c) + 32) if "A" <= c <= "Z" else c for c in name).encode()


def source(text, without):
    left = [
        (name, value)
        for name, value in members(text)
        if name not in ["sign", *without] and value not in (None, "")
    ]
    left.sort(key=lambda member: (lower(member[0]), member[0].encode()))
    return "&".join(f"{name}={value}" for name, value in left)


def compose(source_file, *pairs):
    """Prints the message of these `name=text`, and writes what is to be signed into the file."""
    text = json.dumps(dict(pair.split("=", 1) for pair in pairs), ensure_ascii=False)
    with open(source_file, "w", encoding="utf-8") as file:
        file.write(source(text, []))
    print(text)


def read(source_file, *without):
    """Prints names and texts of a message, each with a NUL behind, and writes what was signed into the file."""
    text = sys.stdin.read()
    with open(source_file, "w", encoding="utf-8") as file:
        file.write(source(text, without))
    for name, value in members(text):
        sys.stdout.write(f"{name}\0{value or ''}\0")


def encode():
    """Prints a message as a browser posts it."""
    from urllib.parse import urlencode

    print(urlencode(members(sys.stdin.read())))


def decode():
    """Prints what a browser posted as a message."""
    from urllib.parse import parse_qsl

    pairs = parse_qsl(sys.stdin.read(), keep_blank_values=True, strict_parsing=True)
    print(json.dumps(dict(pairs), ensure_ascii=False))


commands = {"compose": compose, "read": read, "encode": encode, "decode": decode}
commands[sys.argv[1]](*sys.argv[2:])
