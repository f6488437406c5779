import random
r = random.Random(5)
U = set(range(40)); bad = 0
for _ in range(400):
    a, b, c = ({x for x in U if r.random() < 0.4} for _ in range(3))
    ok = a | b == b | a and a & b == b & a and a - b == a & (U - b) and a ^ b == (a | b) - (a & b) and (a | b) | c == a | (b | c) and a & (b | c) == (a & b) | (a & c) and U - (a | b) == (U - a) & (U - b) and len(a | b) == len(a) + len(b) - len(a & b) and (a <= b) == (a - b == set()) and (a < b) == (a <= b and a != b) and a.isdisjoint(b) == (not a & b) and frozenset(a) == a and hash(frozenset(a)) == hash(frozenset(sorted(a, reverse=True))) and sorted(a) == sorted(list(a)) and set(a) == a and a.union(b, c) == a | b | c and a.intersection(b, c) == a & b & c and a.difference(b, c) == a - b - c
    d = set(a); d |= b; d &= c; d -= a; d ^= b
    bad += not ok or d != ((((a | b) & c) - a) ^ b)
print(bad, len(a), sum(b))
s = set(); 
for i in range(1000): s.add(i * 7 % 501); s.discard(i * 3 % 251)
print(len(s), sum(s), min(s), max(s))
e = {frozenset({1}), frozenset({2})}; print({1} in e, frozenset([2]) in e, {1} == frozenset({1}), {frozenset({1}): "v"}[frozenset({1})])
p = {1, 2, 3}; seen = []
while p: seen.append(p.pop())
print(sorted(seen), p)
