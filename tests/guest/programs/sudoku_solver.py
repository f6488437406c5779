grid = "53..7....6..195....98....6.8...6...34..8.3..17...2...6.6....28....419..5....8..79"
def solve(s):
    i = s.find(".")
    if i < 0: return s
    r, c = divmod(i, 9)
    used = {s[r * 9 + k] for k in range(9)} | {s[k * 9 + c] for k in range(9)} | {s[(r // 3 * 3 + k // 3) * 9 + c // 3 * 3 + k % 3] for k in range(9)}
    for d in "123456789":
        if d not in used and (t := solve(s[:i] + d + s[i + 1:])): return t
done = solve(grid)
for r in range(9): print(done[r * 9:r * 9 + 9])
