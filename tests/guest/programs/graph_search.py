import heapq
from collections import deque, defaultdict
edges = [("a", "b", 4), ("a", "c", 1), ("c", "b", 2), ("b", "d", 5), ("c", "d", 8), ("d", "e", 3), ("f", "g", 1)]
g = defaultdict(dict)
for u, v, w in edges: g[u][v] = w; g[v][u] = w
def dijkstra(s):
    dist, q = {s: 0}, [(0, s)]
    while q:
        d, u = heapq.heappop(q)
        if d > dist[u]: continue
        for v, w in g[u].items():
            if d + w < dist.get(v, float("inf")): dist[v] = d + w; heapq.heappush(q, (d + w, v))
    return dist
def bfs(s, t):
    prev, q = {s: None}, deque([s])
    while q:
        u = q.popleft()
        if u == t:
            path = []
            while u: path.append(u); u = prev[u]
            return path[::-1]
        for v in sorted(g[u]):
            if v not in prev: prev[v] = u; q.append(v)
def components():
    seen, out = set(), []
    for s in sorted(g):
        if s not in seen:
            stack, comp = [s], []
            while stack:
                u = stack.pop()
                if u not in seen: seen.add(u); comp.append(u); stack += sorted(g[u])
            out.append(sorted(comp))
    return out
def topo(deps):
    out, state = [], {}
    def visit(n):
        if state.get(n) == 1: raise ValueError(f"cycle at {n}")
        if n not in state:
            state[n] = 1
            for m in deps.get(n, ()): visit(m)
            state[n] = 2; out.append(n)
    for n in deps: visit(n)
    return out
print(dijkstra("a"), bfs("a", "e"), bfs("a", "g"), components(), topo({"x": ["y", "z"], "y": ["z"]}))
try:
    topo({"x": ["y"], "y": ["x"]})
except ValueError as e:
    print(e)
