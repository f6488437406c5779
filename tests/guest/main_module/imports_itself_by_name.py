import sys
print("running as", __name__)
if __name__ == "__main__":
    import imports_itself_by_name as again
    print(again.__name__, again is sys.modules["__main__"], again.__file__ == __file__)
