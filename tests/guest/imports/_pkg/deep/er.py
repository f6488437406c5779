from ..sub import helper
up = helper(100)
