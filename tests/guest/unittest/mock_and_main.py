# args: -v T.test_ok T.test_bad
import unittest, sys
from unittest import mock
import os
class T(unittest.TestCase):
    def test_ok(self):
        m = mock.Mock(return_value=5, name="m")
        self.assertEqual(m(1, k=2), 5); m.assert_called_once_with(1, k=2); print(m.call_args, m.mock_calls, m.a.b.called)
        with mock.patch("os.getcwd", return_value="/fake") as g: print(os.getcwd(), g.call_count)
        mm = mock.MagicMock(); mm.__len__.return_value = 3; print(len(mm), mm[1] is mm[2])
        s = mock.Mock(side_effect=[1, ValueError("se")]); print(s())
        with self.assertRaises(ValueError): s()
    def test_bad(self):
        with mock.patch.dict("os.environ", {"Q": "1"}): print(os.environ["Q"])
        mock.Mock(name="nm").assert_called_once()
    def test_not_selected(self): print("no")
if __name__ == "__main__":
    sys.stderr = open(os.devnull, "w")
    try:
        unittest.main()
    except SystemExit as e:
        print("exit", e.code)
        raise
