// What can come next: fills the branch and loop tables of a translated program
// and chooses how to search for it.
//
// Every answer errs on the side of "may match"; it only spares work.

#ifndef POLYGIL_RUNTIME_BASE_SRE_ANALYZER_H_
#define POLYGIL_RUNTIME_BASE_SRE_ANALYZER_H_

#include <cstdint>
#include <vector>

#include "runtime/base/sre/program.h"

namespace polygil::sre {

// The characters that can be eaten first from some instruction on.
struct FirstSet {
  uint8_t table[256] = {};
  bool high = false;  // some above 255
  bool end = false;   // a match is possible with no next character

  void AddAll();
};

class Analyzer {
 public:
  explicit Analyzer(Program* program);

  void Analyze();

 private:
  // The instructions that can test the next character when `pc` runs: appended
  // to `found`. Returns false if something may match without eating anything.
  struct Closure {
    std::vector<uint32_t> tests;
    bool open = false;      // a match may end, or nothing is known, here
    bool line_end = false;  // ... if only a final newline is left
    bool text_end = false;  // ... if nothing is left
  };
  void Close(uint32_t pc, Closure* closure);
  void Visit(uint32_t pc, Closure* closure);
  void VisitAt(uint32_t pc, Closure* closure);
  FirstSet First(uint32_t pc);
  void AddTest(const Instruction& test, Op op, uint32_t position, FirstSet* first);

  void FillBranch(BranchTable* table);
  void FillLoop(Instruction* loop, uint32_t pc);
  bool StartsOnlyAt(uint32_t at_code);
  void PlanSearch();
  void PlanWindow();
  void PlanRuns();
  void PlanRequired();
  bool IsSimpleRegion(uint32_t opener);
  void AddWindowPlace(int place, const FirstSet& first);

  Program& program_;
  std::vector<uint32_t> seen_;  // the visit in which an instruction was seen last
  uint32_t visit_ = 0;
  uint32_t budget_ = 0;
  // The question is how the whole pattern starts.
  bool planning_ = false;
  std::vector<uint32_t> pending_;
};

}  // namespace polygil::sre

#endif  // POLYGIL_RUNTIME_BASE_SRE_ANALYZER_H_
