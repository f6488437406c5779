#!/usr/bin/python3.11
"""Tests of check_includes on made-up trees, good and bad."""

import os
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.realpath(__file__))
sys.path.insert(0, HERE)
sys.dont_write_bytecode = True

import check_includes  # noqa: E402
import check_reach  # noqa: E402


def complaints_of(files):
    """Checks a tree of {path: text} and returns the complaints."""
    with tempfile.TemporaryDirectory() as root:
        for path, text in files.items():
            full = os.path.join(root, path)
            os.makedirs(os.path.dirname(full), exist_ok=True)
            with open(full, "w", encoding="utf-8") as file:
                file.write(text)
        return check_includes.check(root)[0]


class CheckIncludes(unittest.TestCase):
    def assert_allowed(self, path, included):
        self.assertEqual(complaints_of({path: f'#include "{included}"\n'}), [])

    def assert_refused(self, path, included, reason):
        (line,) = complaints_of({path: f'// a comment\n#include "{included}"\n'})
        self.assertTrue(line.startswith(f"{path}:2: {included}: "), line)
        self.assertIn(reason, line)

    def test_edges_that_point_down_are_allowed(self):
        self.assert_allowed("pvm/loop.cc", "runtime/types/list.h")
        self.assert_allowed("pvm/loop.cc", "pvm/bytecode/opcodes.h")
        self.assert_allowed("mp/worker.cc", "pvm/frame.h")
        self.assert_allowed("tools/polygil.cc", "runtime/host/host.h")
        self.assert_allowed("runtime/host/host.cc", "compiler/compile.h")

    def test_edges_inside_a_package_and_to_the_system_are_allowed(self):
        self.assert_allowed("gil/gil.cc", "gil/gil.h")
        self.assert_allowed("compiler/parse/parser.cc", "compiler/lex/token.def")
        self.assert_allowed("gil/gil.cc", "absl/strings/str_cat.h")

    def test_protocol_and_types_may_include_each_other(self):
        self.assert_allowed("runtime/protocol/call.cc", "runtime/types/tuple.h")
        self.assert_allowed("runtime/types/tuple.cc", "runtime/protocol/call.h")

    def test_edges_that_point_up_are_refused(self):
        self.assert_refused("gil/gil.cc", "runtime/object/value.h", "points up")
        self.assert_refused("pvm/bytecode/opcodes.h", "pvm/loop.h", "points up")
        self.assert_refused("runtime/types/list.cc", "runtime/host/host.h", "points up")
        self.assert_refused("runtime/host/host.cc", "tools/main.h", "points up")

    def test_edges_that_point_sideways_are_refused(self):
        self.assert_refused("mp/worker.cc", "runtime/modules/time.h", "points sideways")
        self.assert_refused("runtime/base/text.cc", "gil/gil.h", "points sideways")
        self.assert_refused("runtime/object/value.h", "compiler/unit.h", "points sideways")

    def test_compiler_may_include_only_base_and_bytecode(self):
        self.assert_allowed("compiler/emit.cc", "pvm/bytecode/opcodes.h")
        self.assert_allowed("compiler/emit.cc", "runtime/base/bigint.h")
        self.assert_refused("compiler/emit.cc", "gil/gil.h", "compiler may include only")

    def test_libraries_are_kept_to_their_packages(self):
        self.assert_allowed("mp/segment.cc", "boost/interprocess/mapped_region.hpp")
        self.assert_allowed("runtime/base/bigint.cc", "gmp.h")
        self.assert_refused("pvm/loop.cc", "boost/interprocess/mapped_region.hpp", "only mp")
        self.assert_refused("runtime/types/int.cc", "gmp.h", "only runtime/base")
        self.assert_refused("mp/worker.cc", "absl/log/log.h", "only nobody")

    def test_angle_brackets_and_spaces_do_not_hide_an_edge(self):
        text = "  #  include <gmp.h>\n"
        self.assertEqual(len(complaints_of({"pvm/loop.cc": text})), 1)

    def test_a_file_outside_the_table_is_refused(self):
        (line,) = complaints_of({"misc/junk.cc": "\n"})
        self.assertIn("belongs to no package", line)

    def test_build_targets_reach_only_lower_layers(self):
        labels = ["//runtime/base/bigint:bigint", "//pvm/bytecode:opcodes.h", "@gmp//:gmp"]
        self.assertEqual(list(check_reach.strays("compiler", labels)), [])
        self.assertEqual(list(check_reach.strays("pvm", labels + ["//gil:gil"])), [])
        (line,) = check_reach.strays("compiler", labels + ["//gil:gil"])
        self.assertTrue(line.startswith("//gil:gil: compiler may include only"), line)
        (line,) = check_reach.strays("gil", ["//gil:lock.h", "//pvm:pvm"])
        self.assertTrue(line.startswith("//pvm:pvm: points up"), line)

    def test_the_command_fails_on_a_bad_tree_and_passes_on_a_good_one(self):
        for included, status in (("pvm/loop.h", 1), ("gil/clock.h", 0)):
            with tempfile.TemporaryDirectory() as root:
                os.mkdir(os.path.join(root, "gil"))
                with open(os.path.join(root, "gil", "gil.cc"), "w", encoding="utf-8") as file:
                    file.write(f'#include "{included}"\n')
                done = subprocess.run(
                    [sys.executable, os.path.join(HERE, "check_includes.py"), root],
                    capture_output=True,
                    check=False,
                )
                self.assertEqual(done.returncode, status, done.stdout)


if __name__ == "__main__":
    unittest.main()
