"""Checks a receipt without anything of ours: Ed25519 by the package `cryptography`, RFC 8785 written anew.

    check.py SERVICE RECEIPT TEXT DETAILS [FILE...]

SERVICE is what `GET /service` answers, TEXT a file with the text as it was written, DETAILS one with what else was said as JSON
(`-` for nothing), each FILE one that went with it. Prints a line for each, with "right" or "wrong" at its end.
"""

import base64
import hashlib
import json
import sys
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

SHORT = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}


def quoted(text):
    """A text as RFC 8785, 3.2.2.2 has it."""
    signs = (SHORT.get(sign) or ("\\u%04x" % ord(sign) if sign < " " else sign) for sign in text)
    return '"' + "".join(signs) + '"'


def canonical(value):
    """JSON as RFC 8785 has it, for what receipts hold: objects, lists, texts, whole numbers."""
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return "{" + ",".join(quoted(name) + ":" + canonical(value[name]) for name in names) + "}"
    if isinstance(value, list):
        return "[" + ",".join(canonical(item) for item in value) + "]"
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise ValueError(f"{value!r} has no place in a receipt")


def unpadded(text):
    """The bytes of base64url."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def sha256(data):
    """The SHA-256 of bytes, hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def is_signed(signed, keys):
    """Whether a receipt is signed by one of these keys, the one that it names."""
    key = next((key for key in keys if key["id"] == signed["receipt"]["key"]), None)
    if key is None:
        return False
    public = Ed25519PublicKey.from_public_bytes(unpadded(key["public_key"]))
    try:
        public.verify(unpadded(signed["signature"]), canonical(signed["receipt"]).encode())
    except InvalidSignature:
        return False
    return True


def main():
    """Says what is right."""
    service, signed, text, details, *files = sys.argv[1:]
    signed = json.loads(Path(signed).read_bytes())
    receipt = signed["receipt"]
    said = None if details == "-" else sha256(canonical(json.loads(Path(details).read_bytes())).encode())
    known = [(file["size"], file["sha256"]) for file in receipt.get("attachments", [])]
    brought = [Path(file).read_bytes() for file in files]
    checks = {
        "signature": is_signed(signed, json.loads(Path(service).read_bytes())["receipt_keys"]),
        "text": sha256(Path(text).read_bytes()) == receipt["text_sha256"],
        "details": said == receipt.get("details_sha256"),
        "files": sorted((len(data), sha256(data)) for data in brought) == sorted(known),
    }
    for name, is_right in checks.items():
        print(name, "right" if is_right else "wrong")


main()
