// What calls cost, from the native side and between Python functions.

#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstdlib>

#include "pvm/call/enter.h"
#include "runtime/host/host.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/text/names.h"

namespace polygil {
namespace {

// Each loop_* function repeats one kind of call n times.
constexpr char kProgram[] = R"(
def function(a, b): return a
def defaults(a, b=1, c=2): return a
def variadic(*args, **kwargs): return args
def generator(n):
    for i in range(n): yield i
class Plain:
    def method(self, a): return a
class Initialised:
    def __init__(self, a): self.a = a
def loop_function(n):
    for _ in range(n): function(1, 2)
def loop_keywords(n):
    for _ in range(n): defaults(1, c=3)
def loop_variadic(n):
    for _ in range(n): variadic(1, 2, k=3)
def loop_method(n):
    object = Plain()
    for _ in range(n): object.method(1)
def loop_class(n):
    for _ in range(n): Initialised(1)
def loop_native(n):
    text = "abc"
    for _ in range(n): len(text)
def loop_native_method(n):
    text = "abc"
    for _ in range(n): text.startswith("a")
def loop_generator(n):
    for _ in generator(n): pass
def loop_closure(n):
    inner = lambda a: n
    for _ in range(n): inner(1)
)";

[[noreturn]] void Fail() {
  Handle exception = TakePending();
  std::fprintf(stderr, "call_benchmark: %s\n",
               exception.IsEmpty() ? "start-up failed" : TypeName(exception));
  std::exit(1);
}

// The namespace that the program left.
Value Namespace() {
  static Value space = [] {
    HostOptions options;
    options.no_site = options.dont_write_bytecode = true;
    options.arguments.push_back("call_benchmark");
    if (StartInterpreter(options) == nullptr) Fail();
    Handle made = DictNew();
    if (made.IsEmpty() || !DictSet(made, names.__builtins__, CurrentInterpreter()->builtins))
      Fail();
    Handle code = CompileBytes(kProgram, "<call_benchmark>", SourceKind::kBytes);
    if (code.IsEmpty()) Fail();
    Handle result = RunCode(code, made, made, Value::Empty());
    if (result.IsEmpty()) Fail();
    return made.Release().Peek();  // kept to the end
  }();
  return space;
}

void FromNative(benchmark::State& state) {
  Value function = DictGetAscii(Namespace(), "function");
  for (auto _ : state) {
    Handle result = Call(function, {Value::Int(1), Value::Int(2)});
    if (result.IsEmpty()) Fail();
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(FromNative);

void Loop(benchmark::State& state, const char* name) {
  constexpr int64_t kCalls = 1000;
  Value function = DictGetAscii(Namespace(), name);
  for (auto _ : state) {
    Handle result = Call(function, {Value::Int(kCalls)});
    if (result.IsEmpty()) Fail();
  }
  state.SetItemsProcessed(state.iterations() * kCalls);
}
BENCHMARK_CAPTURE(Loop, function, "loop_function");
BENCHMARK_CAPTURE(Loop, keywords, "loop_keywords");
BENCHMARK_CAPTURE(Loop, variadic, "loop_variadic");
BENCHMARK_CAPTURE(Loop, method, "loop_method");
BENCHMARK_CAPTURE(Loop, class, "loop_class");
BENCHMARK_CAPTURE(Loop, native, "loop_native");
BENCHMARK_CAPTURE(Loop, native_method, "loop_native_method");
BENCHMARK_CAPTURE(Loop, generator, "loop_generator");
BENCHMARK_CAPTURE(Loop, closure, "loop_closure");

}  // namespace
}  // namespace polygil

BENCHMARK_MAIN();
