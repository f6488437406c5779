"""A one-way constraint solver: many small objects that call one another's methods.

Variables are linked by constraints of several strengths; satisfying one may
push out a weaker one, after which a plan of methods is made and run again and
again, as when a user drags a corner of a drawing.
"""
import sys

REQUIRED, STRONG, NORMAL, WEAK = range(4)


class Variable:
    def __init__(self, name, value):
        self.name = name
        self.value = value
        self.constraints = []
        self.determined_by = None
        self.strength = WEAK
        self.mark = 0

    def attach(self, constraint):
        self.constraints.append(constraint)


class Constraint:
    def __init__(self, strength):
        self.strength = strength
        self.target = None

    def variables(self):
        raise NotImplementedError

    def is_satisfied(self):
        return self.target is not None

    def inputs(self):
        return [v for v in self.variables() if v is not self.target]

    def choose(self, mark):
        """Picks the weakest variable that this constraint may overrule."""
        best = None
        for variable in self.outputs():
            if variable.mark == mark:
                continue
            if variable.determined_by is None or variable.strength > self.strength:
                if best is None or variable.strength > best.strength:
                    best = variable
        return best

    def outputs(self):
        return self.variables()

    def execute(self):
        raise NotImplementedError

    def satisfy(self, solver, mark):
        target = self.choose(mark)
        if target is None:
            if self.strength == REQUIRED:
                raise ValueError("a required constraint cannot be met")
            return None
        for variable in self.variables():
            variable.mark = mark
        pushed_out = target.determined_by
        if pushed_out is not None:
            pushed_out.target = None
        self.target = target
        target.determined_by = self
        target.strength = self.outgoing_strength()
        return pushed_out

    def outgoing_strength(self):
        weakest = self.strength
        for variable in self.inputs():
            if variable.strength > weakest:
                weakest = variable.strength
        return weakest


class Stay(Constraint):
    def __init__(self, variable, strength):
        super().__init__(strength)
        self.variable = variable
        variable.attach(self)

    def variables(self):
        return [self.variable]

    def execute(self):
        pass


class Edit(Stay):
    pass


class Equal(Constraint):
    def __init__(self, a, b, strength):
        super().__init__(strength)
        self.a = a
        self.b = b
        a.attach(self)
        b.attach(self)

    def variables(self):
        return [self.a, self.b]

    def execute(self):
        if self.target is self.b:
            self.b.value = self.a.value
        else:
            self.a.value = self.b.value


class Scaled(Equal):
    def __init__(self, a, factor, offset, b, strength):
        super().__init__(a, b, strength)
        self.factor = factor
        self.offset = offset

    def execute(self):
        if self.target is self.b:
            self.b.value = self.a.value * self.factor + self.offset
        else:
            self.a.value = (self.b.value - self.offset) // self.factor


class Solver:
    def __init__(self):
        self.mark = 0

    def add(self, constraint):
        self.mark += 1
        pushed_out = constraint.satisfy(self, self.mark)
        while pushed_out is not None:
            pushed_out = pushed_out.satisfy(self, self.mark)
        return constraint

    def plan(self, sources):
        """Constraints downstream of `sources`, in the order they must run."""
        self.mark += 1
        mark = self.mark
        plan = []
        ready = list(sources)
        while ready:
            constraint = ready.pop()
            target = constraint.target
            if target is None or target.mark == mark:
                continue
            if isinstance(constraint, Stay) or self.known(constraint, mark):
                plan.append(constraint)
                target.mark = mark
                for other in target.constraints:
                    if other is not constraint and other.is_satisfied():
                        ready.append(other)
        return plan

    def known(self, constraint, mark):
        for variable in constraint.inputs():
            if variable.mark != mark and variable.determined_by is not None:
                return False
        return True


def chain(length, rounds):
    solver = Solver()
    variables = [Variable("v%d" % i, 0) for i in range(length)]
    for a, b in zip(variables, variables[1:]):
        solver.add(Equal(a, b, REQUIRED))
    solver.add(Stay(variables[-1], WEAK))
    edit = solver.add(Edit(variables[0], STRONG))
    plan = solver.plan([edit])
    total = 0
    for value in range(rounds):
        variables[0].value = value
        for constraint in plan:
            constraint.execute()
        total += variables[-1].value
    return total, len(plan)


def projection(length, rounds):
    solver = Solver()
    sources, results, edits = [], [], []
    for i in range(length):
        source, result = Variable("s", i), Variable("r", i)
        sources.append(source)
        results.append(result)
        solver.add(Scaled(source, 10, 1000, result, REQUIRED))
        edits.append(solver.add(Edit(source, NORMAL)))
    total = 0
    for k in range(rounds):
        for i in range(0, length, 5):
            plan = solver.plan([edits[i]])
            sources[i].value = k + i
            for constraint in plan:
                constraint.execute()
            total += results[i].value
    return total


def main(size):
    print("constraints", *chain(300, size * 5), projection(200, size * 2))


main(int(sys.argv[1]) if len(sys.argv) > 1 else 4200)
