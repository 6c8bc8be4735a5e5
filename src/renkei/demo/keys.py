"""Keys of what is invented: the same in every demonstration, so that links to it hold."""

from hashlib import blake2b

from renkei.core.keys import ALPHABET, LENGTH


def demo_key(kind: str, name: str) -> str:
    digest = blake2b(f"renkei demo {kind} {name}".encode(), digest_size=LENGTH).digest()
    # No key of ours begins above 7: 26 characters would hold more than 128 bits.
    return ALPHABET[digest[0] & 7] + "".join(ALPHABET[byte & 31] for byte in digest[1:])
