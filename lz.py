print('executing lz')
count = globals().get('count', 0) + 1
keep = 'first'
def __getattr__(n):
    if n.startswith('auto_'): return n[5:]
    raise AttributeError(n)
def __dir__(): return ['z', 'a']
