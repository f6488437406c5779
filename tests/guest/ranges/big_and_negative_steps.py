print(list(range(10, 0, -3)), range(10, 0, -3)[-1], len(range(-10, 10, 7)), list(range(2**64, 2**64 + 3)), range(2**64, 2**65)[5], 2**64 + 1 in range(2**64, 2**65, 2), range(0, 10, 3) == range(0, 12, 3), hash(range(0, 10, 3)) == hash(range(0, 12, 3)))
for r in (range(5), range(1, 10, 2), range(9, -1, -4), range(0), range(3, 3, -1)):
    print(r, [r[i] for i in range(-len(r), len(r))], r[1:], r[::-1], r[::2], r[-2:], r.index(r[0]) if r else None, r == r[:], list(reversed(r)) == list(r)[::-1])
i = 0
for i in range(3, 10**30, 10**29): pass
print(i)
import pickle, copy
print(pickle.loads(pickle.dumps(range(3, 9, 2))), copy.copy(range(3)) == range(3), isinstance(range(1), __import__("collections").abc.Sequence))
it = iter(range(5)); next(it); print(pickle.loads(pickle.dumps(it)).__next__(), list(it), list(it))
