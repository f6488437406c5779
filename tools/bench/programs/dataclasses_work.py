"""Attribute-heavy code over dataclasses, properties, enums and named tuples."""
import sys
from collections import namedtuple
from dataclasses import dataclass, field, replace
from enum import Enum


class Kind(Enum):
    PLAIN = 1
    RARE = 2
    UNIQUE = 3


@dataclass
class Item:
    name: str
    price: int
    kind: Kind = Kind.PLAIN
    tags: list = field(default_factory=list)

    @property
    def cost(self):
        return self.price * self.kind.value


@dataclass(order=True, frozen=True)
class Key:
    row: int
    column: int


@dataclass
class Account:
    owner: str
    balance: int = 0
    history: list = field(default_factory=list)

    def move(self, other, amount):
        self.balance -= amount
        other.balance += amount
        self.history.append((other.owner, -amount))
        other.history.append((self.owner, amount))


Point = namedtuple("Point", "x y")


def main(size):
    kinds = list(Kind)
    total = 0
    accounts = [Account("owner%d" % i) for i in range(10)]
    table = {}
    path = Point(0, 0)
    for i in range(size):
        item = Item("item", i & 1023, kinds[i % 3])
        item.tags.append(i)
        total += item.cost + len(item.tags)
        if item.kind is Kind.UNIQUE:
            item = replace(item, price=item.price + 1)
        total += item == Item("item", i & 1023, kinds[i % 3], [i])
        key = Key(i % 50, i % 7)
        table[key] = table.get(key, 0) + item.price
        accounts[i % 10].move(accounts[(i * 7 + 1) % 10], i % 13)
        path = Point(path.x + i % 3, path.y - 1)
    first = min(table)
    print("dataclasses_work", total, len(table), table[first], first,
          [a.balance for a in accounts], path, len(accounts[0].history))


main(int(sys.argv[1]) if len(sys.argv) > 1 else 240000)
