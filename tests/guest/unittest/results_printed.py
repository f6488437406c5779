# A run of unittest with each kind of outcome; times are replaced.
import unittest, io, re, sys
class T(unittest.TestCase):
    @classmethod
    def setUpClass(cls): print("setUpClass")
    def setUp(self): self.x = 1
    def test_a_pass(self): self.assertEqual(self.x, 1)
    def test_b_fail(self): self.assertEqual([1, 2, 3], [1, 2, 4])
    def test_c_error(self): {}["k"]
    @unittest.skip("reason")
    def test_d_skip(self): pass
    @unittest.expectedFailure
    def test_e_xfail(self): self.fail("x")
    def test_f_sub(self):
        for i in range(3):
            with self.subTest(i=i): self.assertNotEqual(i, 1)
    def test_g_raises(self):
        with self.assertRaisesRegex(ValueError, "b.d") as cm: raise ValueError("bad")
        self.assertEqual(cm.exception.args, ("bad",))
        with self.assertRaises(KeyError): pass
    def test_h_messages(self): self.assertIn("z", "abc", "my message")
    def tearDown(self): pass
out = io.StringIO()
r = unittest.TextTestRunner(out, verbosity=2).run(unittest.defaultTestLoader.loadTestsFromTestCase(T))
print(re.sub(r"in [\d.]+s", "in Xs", out.getvalue()))
print(r, r.testsRun, len(r.failures), len(r.errors), len(r.skipped), r.wasSuccessful())
