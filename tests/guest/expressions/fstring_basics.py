name, n, pi = "World", 42, 3.14159
print(f"Hello {name}! {n:05d} {pi:.2f} {n!r:>6} {name!s:*^11}|")
print(f"{n=} {n = } {pi=:.1f} {name=!s} {n+1=}")
print(f"{{literal}} {'nested' + f'{n}'} {n:{'>'}{10}}|")
print(f"{name!a} {'é'!a} {[x for x in range(3)]} {(lambda x: x*2)(4)}")
print(f"{n:x} {n:#o} {n:b} {1e10:,.0f} {0.25:.0%}")
width, prec = 10, 3
print(f"{pi:{width}.{prec}}|{pi:<{width}}|")
print(f"a" "b" f"{n}" 'c')
print(rf"\d{n}\n", f"{'a' 'b'}", f'''{
n}''')
print(f"{ {'a': 1}['a'] } {n if n else 0} {n, 1}")
class F:
    def __format__(self, spec):
        return f"<{spec}>"
print(f"{F()} {F():abc} {F():{n}}")
