#!/usr/bin/python3
"""The network stage recomputed from its CSV files, in plain Python.

    network_figures.py PROGRAM FOLDER

writes a project of random services, organisations and ties into FOLDER, runs
PROGRAM on it and compares every figure of published.db with its own.  Where
networkx is installed the centralities and the modularity are asked of it, too.
Prints how many figures agree; differences go to standard error, exit code 1.
"""

import csv
import itertools
import math
import pathlib
import random
import sqlite3
import subprocess
import sys

PROJECT = """divario: 1
project: {id: net, title: Net, languages: [en]}
sources:
  places: {kind: territories, files: places.csv}
  people: {kind: population, files: people.csv}
  services: {kind: services, files: services.csv}
  ties: {kind: ties, files: ties.csv}
analyses:
  network: {adjust: bh, proposals: 5, vary: 0.2}
"""
WEIGHTS = (0.25, 0.25, 0.25, 0.25)


def write(folder, name, head, rows):
    with open(folder / name, "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([head, *rows])


def make(folder):
    """Random services of 24 organisations; the last two share nothing."""
    chance = random.Random(5)
    places = [f"P{i}" for i in range(9)]
    owners = [f"Org {i:02}" for i in range(24)]
    kinds, groups = ["home", "day", "night", "desk"], ["old", "young", "ill"]
    services = []
    for owner in owners[:22]:
        where = chance.sample(places[:8], chance.choice([1, 1, 2, 3, 5]))
        for _ in range(chance.choice([1, 2, 4, 7])):
            services.append((owner, chance.choice(kinds),
                             chance.choice(groups), chance.choice(where)))
    services += [(owners[22], "desk", "lone", "P8"),
                 (owners[23], "desk", "poor", "P8")]
    people = {(place, group): chance.randint(50, 900)
              for place in places for group in [*groups, "lone", "poor"]}
    ties = sorted({tuple(sorted(chance.sample(owners[:22], 2)))
                   for _ in range(12)})
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "project.yaml").write_text(PROJECT, encoding="utf-8")
    write(folder, "places.csv", ["id", "name", "level"],
          [(place, "Place " + place, "district") for place in places])
    write(folder, "people.csv", ["id", "target", "people"],
          [(*key, n) for key, n in people.items()])
    write(folder, "services.csv",
          ["id", "name", "organisation", "type", "target", "district"],
          [(f"S{i}", f"Service {i}", *one)
           for i, one in enumerate(services)])
    write(folder, "ties.csv", ["from", "to"], ties)
    return services, people, set(ties)


# ---- the figures again ----

def jaccard(a, b):
    return len(a & b) / len(a | b) if a | b else math.nan


def steps_from(neighbours, start):
    """Steps to and number of shortest ways to everybody in reach."""
    steps, ways, now = {start: 0}, {start: 1}, [start]
    while now:
        after = []
        for node in now:
            for other in neighbours[node]:
                if other not in steps:
                    steps[other], ways[other] = steps[node] + 1, 0
                    after.append(other)
                if steps[other] == steps[node] + 1:
                    ways[other] += ways[node]
        now = after
    return steps, ways


def centralities(nodes, weights):
    neighbours = {node: set() for node in nodes}
    for a, b in weights:
        neighbours[a].add(b)
        neighbours[b].add(a)
    reach = {node: steps_from(neighbours, node) for node in nodes}
    between = dict.fromkeys(nodes, 0.0)
    for a, b in itertools.combinations(nodes, 2):
        steps, ways = reach[a]
        for node in nodes:
            if (b in steps and node not in (a, b) and node in steps
                    and steps[node] + reach[node][0].get(b, math.inf)
                    == steps[b]):
                between[node] += ways[node] * reach[node][1][b] / ways[b]
    close = {node: (len(steps) - 1) / sum(steps.values())
             if len(steps) > 1 else math.nan
             for node, (steps, _) in reach.items()}
    vector = dict.fromkeys(nodes, 1.0)
    for _ in range(20000):
        after = dict(vector)    # of A + I, which has the same vectors
        for (a, b), weight in weights.items():
            after[a] += weight * vector[b]
            after[b] += weight * vector[a]
        greatest = max(after.values())
        vector = {node: value / greatest for node, value in after.items()}
    return between, close, vector


def modularity(weights, group):
    total = sum(weights.values())
    inside, around = {}, {}
    for (a, b), weight in weights.items():
        for end in (a, b):
            around[group[end]] = around.get(group[end], 0) + weight
        if group[a] == group[b]:
            inside[group[a]] = inside.get(group[a], 0) + weight
    return sum(inside.get(one, 0) / total - (at / (2 * total)) ** 2
               for one, at in around.items())


def tail(shared, a, b, n):
    """Chance of at least SHARED of B drawn from N of which A count."""
    return sum(math.comb(a, k) * math.comb(n - a, b - k)
               for k in range(shared, min(a, b) + 1)) / math.comb(n, b)


def adjust(p):
    order = sorted(range(len(p)), key=lambda i: p[i], reverse=True)
    out, least = [0.0] * len(p), 1.0
    for place, i in enumerate(order):
        least = min(least, p[i] * len(p) / (len(p) - place))
        out[i] = least
    return out


class Study:
    """Sets, ties and synergies from the rows."""

    def __init__(self, services, people, ties):
        self.people, self.declared = people, ties
        self.nodes = sorted({one[0] for one in services})
        held = {node: [one[1:] for one in services if one[0] == node]
                for node in self.nodes}
        self.cells = {node: set(held[node]) for node in self.nodes}
        self.places = {n: {c[2] for c in held[n]} for n in self.nodes}
        self.groups = {n: {c[1] for c in held[n]} for n in self.nodes}
        self.kinds = {n: {c[0] for c in held[n]} for n in self.nodes}
        self.meets = {n: {c[1:] for c in held[n]} for n in self.nodes}
        self.offers = {n: {(c[2], c[0]) for c in held[n]} for n in self.nodes}
        self.pairs = list(itertools.combinations(self.nodes, 2))

    def ties(self):
        sizes = {}
        for node in self.nodes:
            for meeting in self.meets[node]:
                sizes[meeting] = sizes.get(meeting, 0) + 1
        p = [tail(len(self.meets[a] & self.meets[b]), len(self.meets[a]),
                  len(self.meets[b]), len(sizes)) for a, b in self.pairs]
        out = {}
        for pair, raw, adjusted in zip(self.pairs, p, adjust(p)):
            shared = self.meets[pair[0]] & self.meets[pair[1]]
            if shared or pair in self.declared:
                weight = sum(1 / (sizes[one] - 1) for one in shared)
                out[pair] = (weight + (pair in self.declared), raw, adjusted)
        return out

    def components(self, a, b):
        shared = self.places[a] & self.places[b]
        here = [{one for one in self.offers[node] if one[0] in shared}
                for node in (a, b)]
        return (jaccard(self.places[a], self.places[b]),
                jaccard(self.groups[a], self.groups[b]),
                1 - jaccard(*here) if shared else 0,
                (a, b) in self.declared)

    def synergies(self):
        """Of each pair: synergy, rank, best and worst rank, stability."""
        pairs = {(a, b): self.components(a, b) for a, b in self.pairs
                 if self.places[a] & self.places[b]
                 or (a, b) in self.declared}
        ranks = {pair: [] for pair in pairs}
        for factors in itertools.product((0.8, 1, 1.2), repeat=4):
            weights = [w * f for w, f in zip(WEIGHTS, factors)]
            scores = {pair: round(sum(w * c for w, c in zip(weights, parts))
                                  / sum(weights), 9)
                      for pair, parts in pairs.items()}
            ordered = sorted(scores.values(), reverse=True)
            for pair, value in scores.items():
                ranks[pair].append(ordered.index(value) + 1)
        return {pair: (sum(w * c for w, c in zip(WEIGHTS, parts)),
                       ranks[pair][40], min(ranks[pair]), max(ranks[pair]),
                       sum(rank <= 5 for rank in ranks[pair]) / 81)
                for pair, parts in pairs.items()}

    def withdrawals(self):
        return {(node, cell[2], cell[0], cell[1]):
                self.people[cell[2], cell[1]]
                for node in self.nodes for cell in self.cells[node]
                if sum(cell in other for other in self.cells.values()) == 1}

    def gaps(self):
        """Where half of the territories have fewer people of the group."""
        places = sorted({place for place, _ in self.people})
        offered = {cell for cells in self.cells.values() for cell in cells}
        out = {}
        for kind, group in {cell[:2] for cell in offered}:
            there = sorted(self.people[place, group] for place in places)
            middle = there[len(there) // 2]     # nine territories
            for place in places:
                if (self.people[place, group] >= middle
                        and (kind, group, place) not in offered):
                    out.setdefault(place, set()).add((kind, group))
        return out

    def smallest(self, gaps, place):
        """Size of the smallest sets that cover GAPS, and of these the most
        members that work in PLACE."""
        can = {node: {cell[:2] for cell in self.cells[node]} & gaps
               for node in self.nodes}
        for size in range(1, len(self.nodes)):
            best = [sum(place in self.places[node] for node in chosen)
                    for chosen in itertools.combinations(self.nodes, size)
                    if set().union(*(can[node] for node in chosen)) == gaps]
            if best:
                return size, max(best)
        return None


# ---- the comparison ----

class Comparison:
    def __init__(self):
        self.agreed, self.failed = 0, 0

    def same(self, what, got, want):
        missing = want is None or math.isnan(want)
        if missing == (got is None) and (missing or abs(got - want) < 1e-7):
            self.agreed += 1
        else:
            self.failed += 1
            print(f"{what}: {got}, not {want}", file=sys.stderr)


def compare(study, ask, found):
    ties = study.ties()
    weights = {pair: tie[0] for pair, tie in ties.items()}
    between, close, vector = centralities(study.nodes, weights)
    rows = ask("select organisation, betweenness, closeness, eigenvector,"
               " community, degree from network_node")
    found.same("nodes", len(rows), len(study.nodes))
    for node, *values in rows:
        for name, got, want in zip(
                ("betweenness", "closeness", "eigenvector"), values,
                (between[node], close[node], vector[node])):
            found.same(f"{name} of {node}", got, want)
    group = {row[0]: row[4] for row in rows}
    [[value]] = ask("select value from network_summary where name ="
                    " 'modularity'")
    found.same("modularity", value, modularity(weights, group))
    edges = ask("select organisation, partner, weight, p, p_adjusted from"
                " network_edge")
    found.same("ties", len(edges), len(ties))
    for a, b, *values in edges:
        for name, got, want in zip(("weight", "p", "p adjusted"), values,
                                   ties[a, b]):
            found.same(f"{name} of {a} and {b}", got, want)
    compare_networkx(study, weights, rows, value, found)


def compare_networkx(study, weights, rows, value, found):
    try:
        import networkx
    except ImportError:
        return
    graph = networkx.Graph()
    graph.add_nodes_from(study.nodes)
    graph.add_weighted_edges_from((*pair, w) for pair, w in weights.items())
    between = networkx.betweenness_centrality(graph, normalized=False)
    close = networkx.closeness_centrality(graph, wf_improved=False)
    groups = {}
    for node, got_between, got_close, _, community, degree in rows:
        groups.setdefault(community, set()).add(node)
        found.same(f"networkx: betweenness of {node}", got_between,
                   between[node])
        if degree:
            found.same(f"networkx: closeness of {node}", got_close,
                       close[node])
    found.same("networkx: modularity", value,
               networkx.community.modularity(graph, groups.values()))


def compare_pairs(study, ask, found):
    want = study.synergies()
    rows = ask("select organisation, partner, synergy, rank, rank_low,"
               " rank_high, stable_share from synergy")
    found.same("synergies", len(rows), len(want))
    for a, b, *values in rows:
        for name, got, expected in zip(
                ("synergy", "rank", "best rank", "worst rank", "stability"),
                values, want[a, b]):
            found.same(f"{name} of {a} and {b}", got, expected)


def compare_cells(study, ask, found):
    want = study.withdrawals()
    rows = ask("select organisation, territory, type, target, people from"
               " withdrawal")
    found.same("withdrawals", len(rows), len(want))
    for *key, people in rows:
        found.same(f"withdrawal of {key}", people, want.get(tuple(key)))
    gaps = study.gaps()
    rows = ask("select scope, gaps, n, present, exact from partnership"
               " where scope <> 'all'")
    found.same("territories with gaps", len(rows), len(gaps))
    for scope, *values in rows:
        size, present = study.smallest(gaps[scope], scope)
        for name, got, expected in zip(
                ("gaps", "organisations", "present", "exact"), values,
                (len(gaps[scope]), size, present, 1)):
            found.same(f"{name} of {scope}", got, expected)


def main():
    program, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    study = Study(*make(folder))
    subprocess.run([program, "run", str(folder)], check=True,
                   stdout=subprocess.DEVNULL)
    store = sqlite3.connect(folder / "reports" / "net" / "published.db")
    found = Comparison()
    for part in (compare, compare_pairs, compare_cells):
        part(study, lambda sql: store.execute(sql).fetchall(), found)
    print(f"{found.agreed} figures agree")
    return 1 if found.failed or found.agreed < 30 else 0


if __name__ == "__main__":
    sys.exit(main())
