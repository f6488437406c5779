"""Lists: indexing, slicing, appending, popping, inserting, reversing, stacking."""
import sys


def shuffle(items, seed):
    for i in range(len(items) - 1, 0, -1):
        seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
        j = seed % (i + 1)
        items[i], items[j] = items[j], items[i]
    return seed


def quicksort(items, low, high):
    while low < high:
        pivot = items[(low + high) >> 1]
        i, j = low, high
        while i <= j:
            while items[i] < pivot:
                i += 1
            while items[j] > pivot:
                j -= 1
            if i <= j:
                items[i], items[j] = items[j], items[i]
                i += 1
                j -= 1
        if j - low < high - i:
            quicksort(items, low, j)
            low = i
        else:
            quicksort(items, i, high)
            high = j


def merge_sort(items):
    if len(items) < 2:
        return items
    middle = len(items) // 2
    left, right = merge_sort(items[:middle]), merge_sort(items[middle:])
    merged = []
    i = j = 0
    while i < len(left) and j < len(right):
        if left[i] <= right[j]:
            merged.append(left[i])
            i += 1
        else:
            merged.append(right[j])
            j += 1
    merged += left[i:]
    merged.extend(right[j:])
    return merged


def josephus(count, step):
    circle = list(range(count))
    at = 0
    while len(circle) > 1:
        at = (at + step - 1) % len(circle)
        circle.pop(at)
    return circle[0]


def main(size):
    items = list(range(size))
    seed = shuffle(items, 42)
    copy = items[:]
    quicksort(items, 0, size - 1)
    merged = merge_sort(copy)
    assert items == merged == list(range(size))
    stack = []
    for i in range(size * 4):
        stack.append(i)
        if i % 3 == 2:
            stack.pop()
            stack[-1] += 1
    stack.reverse()
    rotated = items[size // 3:] + items[:size // 3]
    print("list_work", seed, josephus(size // 2, 7), sum(stack[::3]),
          rotated[5], len(stack))


main(int(sys.argv[1]) if len(sys.argv) > 1 else 190000)
