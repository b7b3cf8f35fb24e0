"""umap-learn as bench/Manifold's peer. Lays out a few rows to compile and says its version; then, line by line: "run" lays out all of them and answers with
the processor seconds, "write" writes the layout made last."""
import os
import sys
import time

vectors, dimensions, neighbors, threads, written = sys.argv[1], *map(int, sys.argv[2:5]), sys.argv[5]
os.environ["NUMBA_NUM_THREADS"] = str(threads)

import numpy
import umap

rows = numpy.fromfile(vectors, dtype=numpy.float32).reshape(-1, dimensions)


def lay_out(some):
    return umap.UMAP(metric="cosine", n_neighbors=neighbors, n_jobs=threads).fit_transform(some)


layout = lay_out(rows[:5000])
print(umap.__version__, flush=True)
for line in sys.stdin:
    if line.strip() == "run":
        before = time.process_time()
        layout = lay_out(rows)
        print(time.process_time() - before, flush=True)
    else:
        layout.astype(numpy.float32).tofile(written)
        print("written", flush=True)
