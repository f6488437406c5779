def f(a, b, c):
    log = []
    for i in range(3):
        try:
            log.append(f"t{i}")
            try:
                if i == a: raise ValueError
                try:
                    if i == b: continue
                    if i == c: break
                finally:
                    log.append(f"f1-{i}")
            except ValueError:
                log.append(f"e{i}")
                try:
                    raise KeyError
                except KeyError:
                    log.append("k")
                    continue
                finally:
                    log.append("kf")
            else:
                log.append(f"else{i}")
        finally:
            log.append(f"f2-{i}")
    else:
        log.append("loop else")
    return " ".join(log)
for a in (None, 0, 2):
    for b in (None, 1):
        for c in (None, 1):
            print(a, b, c, f(a, b, c))
