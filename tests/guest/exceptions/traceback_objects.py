import sys, traceback
def a(): b()
def b():
    x = 1
    raise ValueError("deep")
try:
    a()
except ValueError as e:
    tb = e.__traceback__
    while tb:
        print(tb.tb_frame.f_code.co_name, tb.tb_lineno, tb.tb_lasti >= 0)
        last = tb; tb = tb.tb_next
    print(last.tb_frame.f_locals, last.tb_frame.f_back is not None)
    for fs in traceback.extract_tb(e.__traceback__):
        print(fs.name, fs.lineno, fs.line, fs.colno, fs.end_colno)
    print(traceback.format_exception_only(e), traceback.format_exception(e)[0])
    e2 = e.with_traceback(None)
    print(e2 is e, e.__traceback__)
def re():
    try:
        b()
    except ValueError as e:
        raise
try:
    re()
except ValueError as e:
    print([f.name + ":" + str(f.lineno) for f in traceback.extract_tb(e.__traceback__)])
f = sys._getframe()
print(f.f_code.co_name, f.f_lineno, f.f_back, f.f_globals is globals())
def depth(): return sys._getframe(1).f_code.co_name
def caller(): return depth()
print(caller(), [s.name for s in traceback.extract_stack()])
