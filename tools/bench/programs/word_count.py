"""Counting the words of a made-up text, plainly and with collections.Counter."""
import sys
from collections import Counter, defaultdict

SYLLABLES = ["ba", "co", "di", "fe", "gu", "ha", "ji", "ko", "lu", "me", "no"]


def text(lines):
    state = 99
    for _ in range(lines):
        words = []
        for _ in range(12):
            state = (state * 1103515245 + 12345) & 0x7FFFFFFF
            n = state >> 12
            words.append(SYLLABLES[n % 11] + SYLLABLES[n // 11 % 7]
                         + SYLLABLES[n // 77 % 3] * (n & 1))
        yield " ".join(words) + ".\n"


def main(size):
    lines = list(text(size))
    plain = {}
    for line in lines:
        for word in line.strip().rstrip(".").split():
            word = word.lower()
            plain[word] = plain.get(word, 0) + 1
    counter = Counter()
    by_letter = defaultdict(int)
    lengths = defaultdict(list)
    for number, line in enumerate(lines):
        words = line.replace(".", "").split()
        counter.update(words)
        for word in words:
            by_letter[word[0]] += 1
        lengths[len(line)].append(number)
    assert plain == dict(counter)
    top = sorted(plain.items(), key=lambda item: (-item[1], item[0]))[:3]
    print("word_count", len(plain), top, sorted(by_letter.items())[:2],
          len(lengths), counter.most_common(1)[0][1])


main(int(sys.argv[1]) if len(sys.argv) > 1 else 105000)
