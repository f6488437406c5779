# tags: processes
import multiprocessing as mp, sys
def child(): raise KeyError("child failed")
def remote(x): return {}[x]
if __name__ == "__main__":
    import io, os
    r, w = os.pipe(); saved = os.dup(2); os.dup2(w, 2)
    p = mp.Process(target=child, name="Kid"); p.start(); p.join()
    os.dup2(saved, 2); os.close(w); text = open(r).read()
    print(p.exitcode, text.splitlines()[0], text.splitlines()[-1])
    with mp.Pool(1) as pool:
        try:
            pool.apply(remote, ("k",))
        except KeyError as e:
            print(repr(e), type(e.__cause__).__name__, "remote" in str(e.__cause__), str(e.__cause__).strip().splitlines()[-2])
