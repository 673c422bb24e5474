"""A function that does what files do to those that read them."""

import os
import time


def called(word: str) -> str:
    if word == "abort":
        os.abort()
    if word == "hang":
        time.sleep(60)
    if word == "exhaust":
        raise MemoryError
    if word == "swell":
        held = []
        for _ in range(4 * 2**10):
            held.append(b"x" * 2**20)
            time.sleep(0.002)
    if word == "raise":
        raise ValueError("Người Mẫu Một")
    if word.startswith("wait"):
        time.sleep(0.3)
    return word.upper()
