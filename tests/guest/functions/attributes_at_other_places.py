"""One instruction that reads and stores attributes of several functions."""
def w(): pass
w.x = 1; w.y = 2
def w2(): pass
w2.y = 5; w2.x = 7
for i in range(4):
    for q in (w, w2, w, w2):
        q.x += q.y
        if i == 2 and q is w: del q.y; q.y = 3
print(w.__dict__, w2.__dict__)
