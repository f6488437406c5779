// Speed of the engine on patterns of the usual regular-expression benchmarks.
//
// The same patterns and texts are in compare_benchmark.py, which gives them to
// CPython's `re`, makes the file this program reads, and prints the ratios.
// Usage: matcher_benchmark FILE (one P line, then one T line, per benchmark).

#include <benchmark/benchmark.h>

#include <cstdio>
#include <vector>

#include "runtime/base/sre/matcher.h"
#include "runtime/base/sre/unicode_tables.h"
#include "runtime/base/sre/vector_file.h"

namespace polygil::sre {
namespace {

// All matches, as findall would make them; checks their number.
void FindAll(benchmark::State& state, const VectorPattern& pattern) {
  auto program =
      Program::Compile(pattern.code.data(), pattern.code.size(), pattern.groups, &UnicodeTables());
  const VectorCase& test = pattern.cases[0];
  std::vector<uint8_t> text = test.Bytes(test.width);
  for (auto _ : state) {
    Matcher matcher(*program, text.data(), test.text.size(), test.width);
    size_t position = 0;
    int64_t found = 0;
    bool must_advance = false;
    while (matcher.Search(position, test.end, must_advance) == Status::kMatch) {
      ++found;
      must_advance = matcher.start(0) == matcher.stop(0);
      position = static_cast<size_t>(matcher.stop(0));
    }
    if (found != test.answer[0]) state.SkipWithError("wrong number of matches");
  }
}

}  // namespace
}  // namespace polygil::sre

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (argc < 2) return 1;
  static auto patterns = polygil::sre::ReadVectors(argv[1]);
  for (size_t i = 0; i < patterns.size(); ++i) {
    benchmark::RegisterBenchmark(std::to_string(i).c_str(), [i](benchmark::State& state) {
      polygil::sre::FindAll(state, patterns[i]);
    });
  }
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
