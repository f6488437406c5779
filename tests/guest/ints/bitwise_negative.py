for a in (5, -5, 2**70, -2**70, -2**70 + 1, 0, -1):
    for b in (3, -3, 2**69 + 1, -2**69, -1):
        print(a & b, a | b, a ^ b, ~a)
print(True & True, True & 1, True | False, True ^ True, type(True & 1).__name__, type(True & True).__name__)
