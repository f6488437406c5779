"""Comparing and subscripting strs of every width."""
s = "héllo wörld €"
print([s[i] for i in range(-13, 13)], "a" < "b", "ab" < "a", "" < "a", "é" > "z", "€" >= "é", "a" <= "a", "a" != "b", "ab" == "ab", "" == "", "\0" == "", "\0" > "")
try: s[13]
except IndexError as e: print(e)
