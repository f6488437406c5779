class X:
    def __del__(self): print('del in tmpmod')
x = X()
