class State:
    registry = {}
    def __init_subclass__(cls): State.registry[cls.__name__.lower()] = cls
    def enter(self, m): print(f"-> {type(self).__name__}")
    def handle(self, m, w): return None
class Start(State):
    def handle(self, m, w): return "middle" if w == "go" else None
class Middle(State):
    def enter(self, m): super().enter(m); m.visits += 1
    def handle(self, m, w):
        match w.split():
            case ["back"]: return "start"
            case ["jump", n] if n.isdigit(): m.score += int(n)
            case ["end", *_]: return "finish"
            case _: raise ValueError(f"bad word {w!r}")
class Finish(State): pass
class Machine:
    def __init__(self): self.visits = self.score = 0; self.to("start")
    def to(self, name): self.state = State.registry[name](); self.state.enter(self)
    def run(self, words):
        for w in words:
            try:
                nxt = self.state.handle(self, w)
            except ValueError as e:
                print("!", e); continue
            if nxt: self.to(nxt)
        return self
m = Machine().run(["x", "go", "jump 5", "fly", "back", "go", "jump 7", "end now", "more"])
print(m.visits, m.score, type(m.state).__name__)
