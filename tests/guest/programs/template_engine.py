import re
class Template:
    def __init__(self, src):
        code, stack, ind = ["def render(ctx):", " out = []"], [], 1
        for i, part in enumerate(re.split(r"(\{\{.*?\}\}|\{%.*?%\})", src)):
            if part.startswith("{{"): code.append(" " * ind + f"out.append(str({part[2:-2].strip()}))")
            elif part.startswith("{%"):
                w = part[2:-2].strip()
                if w.startswith("end"):
                    if not stack or stack.pop() != w[3:]: raise SyntaxError(f"unexpected {w}")
                    ind -= 1
                elif w == "else": code.append(" " * (ind - 1) + "else:")
                else: stack.append(w.split()[0]); code.append(" " * ind + w + ":"); ind += 1
            elif part: code.append(" " * ind + f"out.append({part!r})")
        if stack: raise SyntaxError(f"unclosed {stack[-1]}")
        code.append(" return ''.join(out)")
        names = set(re.findall(r"ctx\.(\w+)", src)); ns = {}
        exec(compile("\n".join(code), "<template>", "exec"), ns); self.f = ns["render"]
    def render(self, **kw): return self.f(type("Ctx", (), kw))
t = Template("Hi {{ ctx.name.title() }}!{% for i, x in enumerate(ctx.items) %}\n{{ i }}:{% if x > 1 %}{{ x * 2 }}{% else %}-{% endif %}{% endfor %}")
print(t.render(name="bob", items=[1, 2, 3])); print(t.render(name="x", items=[]))
for bad in ("{% for x in y %}", "{% endif %}", "{{ 1 + }}"):
    try: Template(bad)
    except SyntaxError as e: print(e.msg)
try: t.render(name="z")
except AttributeError as e: print(e)
