print(quit, exit)
quit(6)
