"""Link tests: a tiny program for each layer that must link with that layer alone."""

load("@rules_cc//cc:defs.bzl", "cc_test")

def layer_link_test(name, package, deps):
    """Declares NAME_test, which links and runs, and NAME_reach_test.

    The second asserts that the targets reach only packages that the layer table
    of check_includes.py allows, so that what the first one links with is the
    layer and what is below it.

    Args:
      name: of the test, without its suffix; its source is NAME_test.cc.
      package: the package of the layer table that is tested.
      deps: targets of that package.
    """
    cc_test(
        name = name + "_test",
        size = "small",
        srcs = [name + "_test.cc"],
        deps = deps + ["@googletest//:gtest_main"],
    )
    native.genquery(
        name = name + "_reach",
        testonly = True,
        expression = " + ".join(["deps(%s)" % dep for dep in deps]),
        opts = [
            "--noimplicit_deps",
            "--notool_deps",
        ],
        scope = deps,
    )
    native.sh_test(
        name = name + "_reach_test",
        size = "small",
        srcs = ["check_reach.py"],
        args = [
            package,
            "$(location :%s_reach)" % name,
        ],
        data = [
            "check_includes.py",
            ":%s_reach" % name,
        ],
    )
