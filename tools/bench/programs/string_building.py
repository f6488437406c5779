"""Strings: building, splitting, joining, replacing, scanning character by character."""
import sys


def rot13(text):
    out = []
    for ch in text:
        if "a" <= ch <= "z":
            out.append(chr((ord(ch) - 97 + 13) % 26 + 97))
        elif "A" <= ch <= "Z":
            out.append(chr((ord(ch) - 65 + 13) % 26 + 65))
        else:
            out.append(ch)
    return "".join(out)


def run_lengths(text):
    result = ""
    i = 0
    while i < len(text):
        j = i
        while j < len(text) and text[j] == text[i]:
            j += 1
        result += text[i] + str(j - i)
        i = j
    return result


def palindrome(word):
    return word == word[::-1]


def main(size):
    line = "The quick brown fox jumps over the lazy dog; level, noon, Été! "
    checksum = 0
    for i in range(size):
        text = line * 4 + str(i)
        words = text.split(" ")
        again = " ".join(w.strip(";,!").lower() for w in words)
        checksum += sum(palindrome(w) for w in again.split())
        coded = rot13(text)
        checksum += len(run_lengths("aaabccdd" * 10)) + coded.count("g")
        parts = text.replace("fox", "wolf").partition(";")
        checksum += len(parts[0]) + text.find("dog") + text.rfind("quick")
        if coded.upper().startswith("GUR") and text.endswith(str(i)):
            checksum += 1
        grown = ""
        for w in words:
            grown += w[:2] + "-"
        checksum += len(grown)
    print("string_building", checksum)


main(int(sys.argv[1]) if len(sys.argv) > 1 else 17000)
