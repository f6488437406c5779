"""Sorting with keys, in reverse, of tuples, strings and objects; bisection."""
import bisect
import operator
import sys


class Person:
    def __init__(self, name, age, city):
        self.name = name
        self.age = age
        self.city = city

    def __lt__(self, other):
        return self.name < other.name


def people(count):
    state = 5
    result = []
    for i in range(count):
        state = (state * 16807) % 2147483647
        result.append(Person("n%06d" % (state % 999983), state % 90,
                             "city%d" % (state % 37)))
    return result


def main(size):
    group = people(size)
    checksum = 0
    for round in range(3):
        by_age = sorted(group, key=lambda p: p.age)
        checksum += by_age[size // 2].age
        by_city = sorted(by_age, key=operator.attrgetter("city", "age"), reverse=True)
        checksum += int(by_city[10].name[1:])
        plain = sorted(group)
        checksum += int(plain[-1].name[1:])
        pairs = sorted((p.city, -p.age, p.name) for p in group)
        checksum += pairs[size // 3][1]
        words = sorted([p.name + p.city for p in group], key=str.upper)
        checksum += len(words[0])
        numbers = sorted(p.age * 1.5 for p in group)
        numbers.sort(reverse=True)
        kept = []
        for p in group[:2000]:
            bisect.insort(kept, p.age)
        checksum += kept[1000] + bisect.bisect(kept, 45)
        group = plain[size // 2:] + plain[:size // 2]
    print("sorting", checksum, numbers[0])


main(int(sys.argv[1]) if len(sys.argv) > 1 else 62000)
