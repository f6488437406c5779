"""Counts the words of the standard library's sources, one file an item.

    polygil compare word_count.py
"""

import os
import re

WORD = re.compile(r"[A-Za-z_]\w*")


def items():
    """The .py files of the installed standard library, biggest first."""
    library = os.path.dirname(os.__file__)
    paths = []
    for folder, folders, names in os.walk(library):
        folders[:] = sorted(f for f in folders
                            if f not in ("__pycache__", "dist-packages", "site-packages"))
        paths += [os.path.join(folder, n) for n in sorted(names) if n.endswith(".py")]
    return sorted(paths, key=os.path.getsize, reverse=True)


def work(path):
    """How often each word occurs in the file at `path`."""
    with open(path, encoding="utf-8", errors="replace") as file:
        text = file.read()
    counts = {}
    for word in WORD.findall(text):
        counts[word] = counts.get(word, 0) + 1
    return counts


def combine(results):
    """The most frequent words of all files."""
    total, files = {}, 0
    for counts in results:
        files += 1
        for word, count in counts.items():
            total[word] = total.get(word, 0) + count
    top = sorted(total.items(), key=lambda pair: (-pair[1], pair[0]))[:10]
    lines = [f"{sum(total.values())} words, {len(total)} different, in {files} files"]
    lines += [f"{count:8} {word}" for word, count in top]
    return "\n".join(lines)


if __name__ == "__main__":
    print(combine(map(work, items())))
