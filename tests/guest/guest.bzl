"""One sh_test for every folder of guest programs."""

# Folders whose programs wait, fork or start many interpreters.
_SLOW = ["multiprocessing", "subprocess", "threads", "unittest"]

def guest_tests(interpreter, unfinished = []):
    """Defines `FOLDER_test` for each folder and `all_folders`, a suite of the finished ones.

    Args:
      interpreter: the binary that runs the programs.
      unfinished: folders whose tests are run by name only.
    """
    folders = {}
    for path in native.glob(["*/*.py"]):
        folders[path.split("/")[0]] = True
    for folder in sorted(folders.keys()):
        native.sh_test(
            name = folder + "_test",
            size = "large" if folder in _SLOW else "medium",
            srcs = ["run_guest.sh"],
            args = ["$(rootpath %s)" % interpreter, folder],
            data = [
                "run_guest.py",
                interpreter,
            ] + native.glob([folder + "/**"]),
            tags = ["guest"] + (["manual"] if folder in unfinished else []),
        )
    native.test_suite(
        name = "all_folders",
        tags = ["guest"],
        tests = [folder + "_test" for folder in sorted(folders.keys()) if folder not in unfinished],
    )
