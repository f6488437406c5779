def f(): raise ValueError("one")
errors = []
for g in (f, lambda: {}["k"]):
    try:
        g()
    except Exception as e:
        errors.append(e)
errors.append(ExceptionGroup("inner", [TypeError("no traceback"), OSError("x")]))
errors[0].add_note("a note\nof two lines")
raise ExceptionGroup("outer", errors)
