"""Graphs: paths, flows, trees, centrality, matchings, communities, colouring, isomorphism, text formats."""

import io

import networkx as nx

g = nx.gnm_random_graph(120, 400, seed=7)
for a, b in g.edges:
    g[a][b]["weight"] = (a * 31 + b * 17) % 23 + 1
print(g, nx.is_connected(g), nx.number_connected_components(g))
print(nx.dijkstra_path(g, 0, 99), nx.dijkstra_path_length(g, 0, 99), nx.astar_path_length(g, 3, 77))
print(sorted(nx.single_source_shortest_path_length(g, 5).items()))
for name in "degree_centrality", "closeness_centrality", "betweenness_centrality", "clustering", "core_number":
    values = getattr(nx, name)(g)
    print(name, [(n, round(v, 10)) for n, v in sorted(values.items(), key=lambda p: (-p[1], p[0]))[:10]])
tree = nx.minimum_spanning_tree(g)
print(tree.size("weight"), sorted(tree.degree, key=lambda p: (-p[1], p[0]))[:8])
print(sorted(map(sorted, nx.find_cliques(g)))[-5:], sorted(nx.articulation_points(g)), sorted(nx.bridges(g)))
print([sorted(c)[:6] for c in nx.algorithms.community.greedy_modularity_communities(g)])
print(sorted(nx.greedy_color(g, "largest_first").items())[:30])
print(sum(g[a][b]["weight"] for a, b in nx.max_weight_matching(g, maxcardinality=True)))
print(nx.floyd_warshall(g)[0][50], nx.diameter(g), nx.transitivity(g), nx.average_clustering(g))

d = nx.DiGraph()
for i in range(60):
    for j in (i * 2 + 1, i * 3 + 2, i + 7):
        if j < 60 and i != j:
            d.add_edge(i, j, capacity=(i * j) % 11 + 1)
print(nx.maximum_flow_value(d, 0, 59), nx.minimum_cut_value(d, 0, 59))
print(list(nx.lexicographical_topological_sort(d)), nx.dag_longest_path(d), nx.is_directed_acyclic_graph(d))
print(sorted(nx.immediate_dominators(d, 0).items())[:20])
print(len(list(nx.all_simple_paths(d, 0, 25))), [len(c) for c in nx.strongly_connected_components(d)][:5])
d.add_edge(59, 0)
print(len(max(nx.strongly_connected_components(d), key=len)), sorted(map(len, nx.simple_cycles(nx.DiGraph(
    [(0, 1), (1, 2), (2, 0), (2, 3), (3, 1), (3, 4), (4, 0)])))))

print(nx.is_isomorphic(nx.petersen_graph(), nx.kneser_graph(5, 2) if hasattr(nx, "kneser_graph") else nx.petersen_graph()))
for make in (nx.karate_club_graph, nx.florentine_families_graph, nx.davis_southern_women_graph):
    h = make()
    print(h, [(str(n), deg) for n, deg in h.degree][:10], nx.density(h))
out = io.BytesIO()
nx.write_graphml(nx.path_graph(4), out)
print(out.getvalue().decode())
print("\n".join(nx.generate_gml(nx.star_graph(3))), "\n".join(nx.generate_edgelist(nx.cycle_graph(4))))
print(nx.to_graph6_bytes(nx.petersen_graph()), nx.forest_str(nx.balanced_tree(2, 3)))
print(nx.node_link_data(nx.complete_graph(3)))
try:
    nx.shortest_path(nx.Graph([(1, 2), (3, 4)]), 1, 4)
except nx.NetworkXNoPath as error:
    print(type(error).__name__, error)
w = nx.watts_strogatz_graph(60, 4, 0.2, seed=3)
print(sorted(w.edges)[:40])
b = nx.barabasi_albert_graph(80, 2, seed=5)
print(sorted(dict(b.degree).items(), key=lambda p: -p[1])[:8], nx.tree.minimum_spanning_edges(b).__class__.__name__)
