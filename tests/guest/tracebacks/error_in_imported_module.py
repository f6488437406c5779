import _failing
