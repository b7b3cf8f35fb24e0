"""pynndescent as bench/Neighbors' peer. Searches once to compile and says its version; then, line by line: "run" searches and answers with the processor
seconds, "write" writes the neighbours found last."""
import sys
import time

import numpy
import pynndescent

vectors, dimensions, neighbors, threads, found = sys.argv[1], *map(int, sys.argv[2:5]), sys.argv[5]
rows = numpy.fromfile(vectors, dtype=numpy.float32).reshape(-1, dimensions)


def search(seed):
    # a row is its own first neighbour here
    index = pynndescent.NNDescent(rows, metric="cosine", n_neighbors=neighbors + 1, n_jobs=threads, random_state=seed)
    return index.neighbor_graph[0]


ids = search(1)
print(pynndescent.__version__, flush=True)
for line in sys.stdin:
    if line.strip() == "run":
        before = time.process_time()
        ids = search(42)
        print(time.process_time() - before, flush=True)
    else:
        others = [[i for i in near if i != row][:neighbors] for row, near in enumerate(ids)]
        numpy.array(others, dtype=numpy.int32).tofile(found)
        print("written", flush=True)
