"""Allocation: many short-lived trees beside a long-lived one."""
import sys


class Node:
    __slots__ = ("left", "right")

    def __init__(self, left, right):
        self.left = left
        self.right = right


def build(depth):
    if depth == 0:
        return Node(None, None)
    return Node(build(depth - 1), build(depth - 1))


def count(node):
    if node.left is None:
        return 1
    return 1 + count(node.left) + count(node.right)


def build_tuples(depth):
    return (build_tuples(depth - 1), build_tuples(depth - 1)) if depth else ()


def main(size):
    kept = build(size)
    results = [count(build(size + 1))]
    for depth in range(4, size + 1, 4):
        rounds = 1 << (size - depth + 4)
        total = 0
        for _ in range(rounds):
            total += count(build(depth))
        results.append(total)
    total = 0
    for _ in range(20):
        pair = build_tuples(size - 4)
        while pair:
            total += len(pair)
            pair = pair[0]
    print("binary_trees", results, total, count(kept))


main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
