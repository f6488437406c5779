import sys
print(sys.version_info[:3] >= (3, 11), sys.version_info.major, sys.version_info.releaselevel, sys.byteorder, sys.maxsize, sys.platform, sys.hash_info.width, sys.hash_info.modulus, sys.float_info.max, sys.float_info.dig, sys.int_info.bits_per_digit >= 30, sys.maxunicode, sys.getdefaultencoding(), sys.getfilesystemencoding(), sys.flags.optimize, sys.flags.hash_randomization, sys.dont_write_bytecode, sys.api_version, sys.copyright[:9], len(sys.argv), sys.orig_argv[-1].rsplit("/")[-1], sys.getrecursionlimit(), sys.getswitchinterval(), sys.implementation.cache_tag is not None)
print(sys.intern("abc"), "sys" in sys.builtin_module_names, "json" in sys.stdlib_module_names, sys.float_repr_style, sys.warnoptions, sys.displayhook.__name__, sys.thread_info.name)
for f in (lambda: sys.setrecursionlimit(0), lambda: sys.setrecursionlimit("a"), lambda: sys.intern(5), lambda: sys.setswitchinterval(0), lambda: sys._getframe(1000), lambda: sys.getsizeof(), lambda: sys.set_int_max_str_digits(5)):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
sys.displayhook([1]); sys.displayhook(None); print(_)
print(sys.getsizeof([]) > 0, sys.getrefcount(object()) >= 1, hasattr(sys, "gettrace"), sys.call_tracing(lambda x: x, (5,)))
sys.stdout.write("w\n"); sys.__stdout__.write("orig\n")
