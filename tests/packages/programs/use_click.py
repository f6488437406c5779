"""Command lines: groups, options, types, prompts, help pages, errors, completion, progress bars."""

import enum
import os

import click
from click.shell_completion import ShellComplete
from click.testing import CliRunner


class Colour(enum.Enum):
    RED = 1
    BLUE = 2


class Pair(click.ParamType):
    name = "pair"

    def convert(self, value, param, ctx):
        try:
            a, b = value.split(":")
            return a, int(b)
        except ValueError:
            self.fail(f"{value!r} is no pair", param, ctx)


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "APP"})
@click.option("--verbose", "-v", count=True, help="Say more; may be repeated.")
@click.option("--config", type=click.Path(dir_okay=False), show_default=True, default="app.cfg")
@click.version_option("1.2.3", prog_name="app")
@click.pass_context
def app(ctx, verbose, config):
    """An application.

    With a long description that is wrapped to the width of the terminal, because it is long, and goes on.

    \b
    But this
      is kept.
    """
    ctx.obj = {"verbose": verbose, "config": config}
    if ctx.invoked_subcommand is None:
        click.echo(f"nothing to do {verbose}")


@app.command()
@click.argument("names", nargs=-1, required=True)
@click.option("--times", default=1, type=click.IntRange(1, 5), show_default=True)
@click.option("--kind", type=click.Choice(["one", "two"], case_sensitive=False), default="one")
@click.option("--shout/--no-shout", " /-S", default=False, help="Say it loud.")
@click.option("--pair", type=Pair(), multiple=True)
@click.option("--point", type=(int, float), nargs=2)
@click.option("--secret", hidden=True, envvar="SECRET_WORD")
@click.pass_obj
def greet(obj, names, times, kind, shout, pair, point, secret):
    """Greets NAMES."""
    for name in names * times:
        text = f"{obj['verbose']} {kind} hello {name} {pair} {point} {secret}"
        click.echo(click.style(text.upper() if shout else text, fg="green", bold=True))


@app.command(epilog="See the manual.")
@click.option("--name", prompt="Your name", default="nobody")
@click.option("--password", prompt=True, hide_input=True, confirmation_prompt=True)
@click.confirmation_option(prompt="Sure?")
def ask(name, password):
    click.echo(f"{name} {len(password)}")


@app.command()
@click.argument("source", type=click.File("r"))
@click.argument("target", type=click.File("w", lazy=True), default="-")
def copy(source, target):
    with click.progressbar(source.readlines(), label="copying", file=open(os.devnull, "w")) as lines:
        for line in lines:
            target.write(line.swapcase())


@app.group(chain=True)
def pipeline():
    """Commands in a row."""


@pipeline.result_callback()
def finish(values):
    click.echo(f"result {values}")


for step in ("load", "clean", "save"):
    @pipeline.command(step, short_help=f"The step {step}.", deprecated=step == "clean")
    @click.option("--n", type=float, default=lambda: 2.5)
    def _step(n, step=step):
        return step, n


@app.command()
@click.option("--when", type=click.DateTime())
@click.option("--id", "identity", type=click.UUID)
@click.option("--flag", is_flag=True, flag_value=Colour.BLUE.name)
def types(when, identity, flag):
    click.echo(f"{when!r} {identity!r} {flag!r}")
    raise click.ClickException("in the end a failure")


runner = CliRunner(mix_stderr=False)
CASES = [
    [], ["-h"], ["--version"], ["greet", "-h"], ["ask", "-h"], ["pipeline", "-h"], ["nothing"], ["grete"],
    ["-vv", "greet", "a", "b", "--times", "2", "--kind", "TWO", "--pair", "x:3", "--pair=y:4", "--point", "1", "2"],
    ["greet"], ["greet", "a", "--times", "9"], ["greet", "a", "--kind", "three"], ["greet", "a", "--pair", "xy"],
    ["greet", "a", "--unknown"], ["greet", "--shout", "-S", "a"], ["greet", "a", "--point", "1"], ["greet", "--tim", "2", "a"],
    ["copy", "input.txt"], ["copy", "missing.txt"], ["copy", "input.txt", "output.txt"],
    ["pipeline", "load", "clean", "--n", "4", "save"],
    ["types", "--when", "2020-02-03T04:05:06", "--id", "12345678123456781234567812345678", "--flag"],
    ["types", "--when", "yesterday"], ["types", "--id", "17"],
]
with runner.isolated_filesystem():
    with open("input.txt", "w") as file:
        file.write("Some Text\nin Lines\n")
    for case in CASES:
        result = runner.invoke(app, case, env={"SECRET_WORD": "xyz", "APP_CONFIG": "c"})
        print(case, result.exit_code, repr(result.exception), result.output, result.stderr, sep="\n")
    for given in ("me\npw\npw\ny\n", "me\npw\nother\npw\npw\nn\n"):
        result = runner.invoke(app, ["ask"], input=given)
        print(result.exit_code, repr(result.exception), result.output, result.stderr, sep="\n")
    print(open("output.txt").read())
print(runner.invoke(app, ["greet", "a"], color=True).output)
for args, word in (([], "g"), (["greet"], "--"), (["greet", "--kind"], ""), (["pipeline"], "")):
    print([(c.type, c.value, c.help) for c in ShellComplete(app, {}, "app", "_APP").get_completions(args, word)])
for i in range(300):
    runner.invoke(app, ["greet", str(i), "--pair", "x:3", "--kind", "two"])
print(click.unstyle(click.style("x", fg=(1, 2, 3), underline=True)), click.format_filename(b"a\xff"),
      click.wrap_text("word " * 40, 30) if hasattr(click, "wrap_text") else "", click.get_app_dir("My App", roaming=False))
print(app.to_info_dict(click.Context(app))["commands"]["greet"])
