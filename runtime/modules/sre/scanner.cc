// _sre.SRE_Scanner: an iteration over the matches in one string; behind finditer() and scanner().

#include <cstddef>
#include <new>
#include <optional>

#include "runtime/modules/sre/pattern.h"
#include "runtime/object/heap.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/classes/type_object.h"

namespace polygil {

// What a scanner holds outside of its block.
struct ScannerState {
  Subject subject;
  Handle string;
  std::optional<sre::Matcher> matcher;
  Region region{};
  size_t at = 0;
  bool must_advance = false, exhausted = false, running = false;
};

namespace {

Owned Step(Value self, bool search) {
  ScannerState* state = self.As<Scanner>()->state;
  if (state->exhausted || !state->region.valid) return OwnNone();
  if (state->running) return Raise(&ValueErrorType, "regular expression scanner already executing");
  state->running = true;
  sre::Matcher& matcher = *state->matcher;
  auto end = static_cast<size_t>(state->region.end);
  sre::Status status = search ? matcher.Search(state->at, end, state->must_advance)
                              : matcher.MatchAdvancing(state->at, end, state->must_advance);
  state->running = false;
  if (status == sre::Status::kNoMatch) {
    state->exhausted = true;
    return OwnNone();
  }
  TRY_VOID(CheckStatus(status));
  state->must_advance = matcher.start(0) == matcher.stop(0);
  state->at = static_cast<size_t>(matcher.stop(0));
  return MatchNew(self.As<Scanner>()->pattern, state->string, matcher, state->region);
}

Owned ScannerMatchMethod(Value self) { return Step(self, false); }
Owned ScannerSearchMethod(Value self) { return Step(self, true); }

bool ScannerTraverse(Object* self, Visitor visit, void* arg) {
  auto* scanner = static_cast<Scanner*>(self);
  if (scanner->pattern && visit(scanner->pattern, arg)) return true;
  const ScannerState* state = scanner->state;
  return state != nullptr && state->string && visit(state->string, arg);
}

void ScannerDestroy(Object* self) {
  auto* scanner = static_cast<Scanner*>(self);
  delete scanner->state;
  scanner->state = nullptr;
  ClearField(&scanner->pattern);
}

constexpr MethodDef kScannerMethods[] = {
    PY_METHOD(SRE_Scanner, match, NoArgs(ScannerMatchMethod), "($self, /)\n--\n\n"),
    PY_METHOD(SRE_Scanner, search, NoArgs(ScannerSearchMethod), "($self, /)\n--\n\n"),
    {}};

constexpr MemberDef kScannerMembers[] = {
    {"pattern", offsetof(Scanner, pattern), MemberKind::kReadOnlyNone, nullptr}, {}};

}  // namespace

Owned ScannerNew(Value pattern, const Value* bound) {
  Handle scanner = TRY(AllocateObject(&ScannerType));
  auto* state = new (std::nothrow) ScannerState;
  if (state == nullptr) return RaiseMemoryError();
  scanner.As<Scanner>()->state = state;
  IncRef(pattern);
  scanner.As<Scanner>()->pattern = pattern;
  TRY_VOID(state->region.Read(bound[1], bound[2]));
  TRY_VOID(state->subject.Open(pattern.As<Pattern>(), bound[0]));
  state->string = Retain(bound[0]);
  state->region.Clip(state->subject.length());
  state->at = static_cast<size_t>(state->region.position);
  state->matcher.emplace(*pattern.As<Pattern>()->program, state->subject.data(),
                         static_cast<size_t>(state->subject.length()), state->subject.width(),
                         MatchInterrupt());
  return scanner.Release();
}

Type ScannerType;

bool InitScannerType() {
  if (ScannerType.dict) return true;
  TypeSlots& slots = ScannerType.slots;
  slots.traverse = ScannerTraverse;
  slots.destroy = ScannerDestroy;
  return InitBuiltinType({.type = &ScannerType,
                          .name = "_sre.SRE_Scanner",
                          .basic_size = sizeof(Scanner),
                          .flags = kTypeGc | kTypeNoInstantiation,
                          .methods = kScannerMethods,
                          .members = kScannerMembers});
}

}  // namespace polygil
