"""Files that only save time: made by us, for us, whole or not at all."""

from __future__ import annotations

import os

CHECKSUM = 4
"""Bytes in front of a cache file that tell whether it is whole."""
CHECKED = 1 << 20
"""Bytes of a cache file that its checksum covers."""


def digest(text: str) -> str:
    """Shorten a key; checksums do, as nobody gains by a collision in his own cache (and hashlib loads OpenSSL)."""
    from zlib import adler32, crc32

    data = text.encode("utf-8", "surrogatepass")
    return f"{crc32(data):08x}{adler32(data):08x}{len(data):x}"


def opened(path: str) -> int | None:
    """Return a descriptor of a cache file; None if there is none, or it is damaged or not ours. What it holds begins at CHECKSUM."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    except OSError:
        return None
    try:
        if _is_ours(descriptor, os.path.dirname(path)):
            written, checked = os.read(descriptor, CHECKSUM), os.read(descriptor, CHECKED)
            if written == _checksum(checked, os.fstat(descriptor).st_size - CHECKSUM):
                return descriptor
    except OSError:
        pass
    os.close(descriptor)
    return None


def read(path: str, key: bytes) -> bytes | None:
    """Return what a cache file holds behind its key; None if it has another key, or there is no such file of ours."""
    descriptor = opened(path)
    if descriptor is None:
        return None
    with open(descriptor, "rb") as file:
        file.seek(CHECKSUM)
        return file.read() if file.read(len(key)) == key else None


def keep(path: str, data: bytes) -> None:
    """Write the cache so that a reader sees all of it or nothing; a cache that cannot be written is done without."""
    temporary = f"{path}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "wb") as file:
            file.write(_checksum(data, len(data)))
            file.write(data)
        os.replace(temporary, path)
    except OSError:
        try:
            os.unlink(temporary)
        except OSError:
            return


def _checksum(begin: bytes, size: int) -> bytes:
    """Return the checksum of a cache file: of its first bytes, which are all of a small one, and its size."""
    from zlib import crc32

    return crc32(begin[:CHECKED], size).to_bytes(CHECKSUM, "little")


def _is_ours(descriptor: int, folder: str) -> bool:
    """What is in a cache is trusted by those who read it (marshal, hyperscan): only the reader's own files will do."""
    if not hasattr(os, "getuid"):
        return True  # Windows profiles are private
    user = os.getuid()
    return all(state.st_uid == user and not state.st_mode & 0o022 for state in (os.fstat(descriptor), os.stat(folder)))
