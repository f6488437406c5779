// Rows of the tables with which native code shows functions, methods, properties and members to
// Python. One row holds name, implementation, calling convention and documentation:
//
//   constexpr MethodDef kListMethods[] = {
//       PY_METHOD(list, append, OneArg(ListAppendMethod), "($self, object, /)\n--\n\nAppend ..."),
//       PY_METHOD(list, sort, Bound(ListSortMethod),
//                 "($self, /, *, key=None, reverse=False)\n--\n\nSort the list ..."),
//       {}};
//
// The docstring starts with a text signature (as inspect reads it), ended by "\n--\n\n".
// Bound functions have their arguments matched to that signature by the binder
// (runtime/types/argument_binder.cc), with CPython's TypeErrors.

#ifndef POLYGIL_RUNTIME_OBJECT_METHOD_DEF_H_
#define POLYGIL_RUNTIME_OBJECT_METHOD_DEF_H_

#include <cstddef>
#include <cstdint>

#include "runtime/object/slots.h"

namespace polygil {

enum class CallKind : uint8_t {
  kEnd,         // ends a table
  kNoArgs,      // f(self); "list.clear() takes no arguments (1 given)"
  kOneArg,      // f(self, arg); "list.append() takes exactly one argument (0 given)"
  kPositional,  // f(self, args, nargs), min <= nargs <= max; "pop expected at most 1 argument, got 2"
  kKeywords,    // f(self, args, nargs, keyword_names); the function checks everything
  kBound,       // f(self, args): one Value per parameter of the text signature, empty if omitted
};

using NoArgsFunction = Owned (*)(Value self);
using OneArgFunction = Owned (*)(Value self, Value arg);
using PositionalFunction = Owned (*)(Value self, const Value* args, size_t nargs);
using KeywordsFunction = Owned (*)(Value self, const Value* args, size_t nargs,
                                   Value keyword_names);
// *args parameters arrive as one tuple, **kwargs as one dict (both never empty).
using BoundFunction = Owned (*)(Value self, const Value* args);

enum MethodFlag : uint8_t {
  kMethodStatic = 1,
  kMethodClass = 2,
  kMethodCoexist = 4,  // wins over the slot wrapper of the same name
};

inline constexpr uint16_t kNoMaximum = 0xFFFF;

struct NativeFunction {
  CallKind kind = CallKind::kEnd;
  uint8_t flags = 0;
  uint16_t minimum = 0;  // kPositional
  uint16_t maximum = 0;
  union {
    NoArgsFunction no_args = nullptr;
    OneArgFunction one_arg;
    PositionalFunction positional;
    KeywordsFunction keywords;
    BoundFunction bound;
  };
};

constexpr NativeFunction NoArgs(NoArgsFunction f, uint8_t flags = 0) {
  NativeFunction n;
  n.kind = CallKind::kNoArgs, n.flags = flags, n.no_args = f;
  return n;
}
constexpr NativeFunction OneArg(OneArgFunction f, uint8_t flags = 0) {
  NativeFunction n;
  n.kind = CallKind::kOneArg, n.flags = flags, n.one_arg = f;
  return n;
}
constexpr NativeFunction Positional(PositionalFunction f, uint16_t minimum, uint16_t maximum,
                                    uint8_t flags = 0) {
  NativeFunction n;
  n.kind = CallKind::kPositional, n.flags = flags, n.minimum = minimum, n.maximum = maximum;
  n.positional = f;
  return n;
}
constexpr NativeFunction Keywords(KeywordsFunction f, uint8_t flags = 0) {
  NativeFunction n;
  n.kind = CallKind::kKeywords, n.flags = flags, n.keywords = f;
  return n;
}
constexpr NativeFunction Bound(BoundFunction f, uint8_t flags = 0) {
  NativeFunction n;
  n.kind = CallKind::kBound, n.flags = flags, n.bound = f;
  return n;
}

struct MethodDef {
  const char* name = nullptr;  // null ends a table
  NativeFunction function;
  const char* doc = nullptr;
};

// `owner` is the Python type or module: one grep from list.append to its body.
#define PY_METHOD(owner, name, function, doc) ::polygil::MethodDef{#name, function, doc}
#define PY_FUNCTION(module, name, function, doc) ::polygil::MethodDef{#name, function, doc}

// Computed attribute. `set` gets an empty value for deletion; null set: read-only.
struct PropertyDef {
  const char* name = nullptr;
  Owned (*get)(Value self) = nullptr;
  bool (*set)(Value self, Value value_or_empty) = nullptr;
  const char* doc = nullptr;
};

// Attribute that is a Value field of the layout. An empty field reads as None
// (kMemberNone) or raises AttributeError (kMemberRaise).
enum class MemberKind : uint8_t { kNone, kRaise, kReadOnlyNone, kReadOnlyRaise,
                                  // not a Value but a number:
                                  kReadOnlyInt64, kReadOnlyInt32, kReadOnlyDouble };
struct MemberDef {
  const char* name = nullptr;
  uint32_t offset = 0;
  MemberKind kind = MemberKind::kReadOnlyNone;
  const char* doc = nullptr;
};

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_OBJECT_METHOD_DEF_H_
