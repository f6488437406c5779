// _json.Scanner: parses one JSON value (json.decoder's scan_once).

#include <cstddef>

#include "runtime/base/floattext/parse.h"
#include "runtime/base/formatspec/formatted.h"
#include "runtime/base/jsontext/scan.h"
#include "runtime/modules/json/json.h"
#include "runtime/object/heap.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/callable/argument_binder.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/float.h"
#include "runtime/types/number/int.h"

namespace polygil {
namespace {

struct JsonScanner : Object {
  Value object_hook, object_pairs_hook, parse_float, parse_int, parse_constant;  // owned
  bool strict;
};

// One run over a document. Indices are characters; a value's end comes back in *at.
class Parser {
 public:
  Parser(const JsonScanner* scanner, Value document)
      : scanner_(*scanner), document_(document), text_(JsonText(document)),
        limit_(CurrentInterpreter()->recursion_limit) {}

  Owned ParseValue(int64_t* at) {
    if (*at >= Length()) return RaiseStop(*at);
    switch (CharAt(*at)) {
      case '"': {
        int64_t begin = *at + 1;
        return JsonScanString(document_, begin, scanner_.strict, at);
      }
      case '{':
        if (!Enter("a JSON object from a unicode string")) return {};
        return Leave(ParseObject(at));
      case '[':
        if (!Enter("a JSON array from a unicode string")) return {};
        return Leave(ParseArray(at));
      case 'n':
        if (Skip(at, "null")) return OwnNone();
        break;
      case 't':
        if (Skip(at, "true")) return OwnBool(true);
        break;
      case 'f':
        if (Skip(at, "false")) return OwnBool(false);
        break;
      case 'N':
        if (Skip(at, "NaN")) return ParseConstant("NaN");
        break;
      case 'I':
        if (Skip(at, "Infinity")) return ParseConstant("Infinity");
        break;
      case '-':
        if (Skip(at, "-Infinity")) return ParseConstant("-Infinity");
        break;
      default:
        break;
    }
    return ParseNumber(at);
  }

 private:
  int64_t Length() const { return static_cast<int64_t>(text_.length); }
  uint32_t CharAt(int64_t i) const {
    return text_.width == 1   ? static_cast<const uint8_t*>(text_.data)[i]
           : text_.width == 2 ? static_cast<const uint16_t*>(text_.data)[i]
                              : static_cast<const uint32_t*>(text_.data)[i];
  }
  bool IsAt(int64_t i, char c) const {
    return i < Length() && CharAt(i) == static_cast<unsigned char>(c);
  }
  int64_t SkipSpace(int64_t at) const {
    if (at < Length() && CharAt(at) > ' ') return at;
    return static_cast<int64_t>(jsontext::SkipSpace(text_, static_cast<size_t>(at)));
  }
  bool Skip(int64_t* at, const char* word) const {
    int64_t i = *at;
    for (; *word != 0; ++word, ++i)
      if (!IsAt(i, *word)) return false;
    *at = i;
    return true;
  }

  bool Enter(const char* what) {
    if (depth_ >= limit_)
      return Raise(&RecursionErrorType, "maximum recursion depth exceeded while decoding %s", what);
    ++depth_;
    return CheckNativeStack();
  }
  Owned Leave(Owned result) {
    --depth_;
    return result;
  }

  static Owned RaiseStop(int64_t at) {
    Handle index = TRY(IntFromInt64(at));
    return RaiseStopIteration(index);
  }
  Owned Expecting(const char* message, int64_t at) {
    return RaiseJsonError(message, document_, at);
  }

  Owned ParseConstant(const char* name) {
    Handle text = TRY(StrFromUtf8(name));
    return Call(scanner_.parse_constant, {text});
  }

  Owned ParseNumber(int64_t* at) {
    auto begin = static_cast<size_t>(*at);
    jsontext::NumberScan scan = jsontext::ScanNumber(text_, begin);
    if (scan.stop == begin) return RaiseStop(*at);
    *at = static_cast<int64_t>(scan.stop);
    Value function = scan.is_float ? scanner_.parse_float : scanner_.parse_int;
    bool plain = function == Value::Pointer(scan.is_float ? &FloatType : &IntType);
    size_t size = scan.stop - begin;
    AsciiBuffer copy;
    const char* digits;
    if (text_.width == 1) {
      digits = static_cast<const char*>(text_.data) + begin;
    } else {
      if (!copy.Allocate(static_cast<int64_t>(size))) return RaiseMemoryError();
      for (size_t i = 0; i < size; ++i)
        copy.data()[i] = static_cast<char>(CharAt(static_cast<int64_t>(begin + i)));
      digits = copy.data();
    }
    if (!plain) {
      Handle text = TRY(StrFromAscii(digits, size));
      return Call(function, {text});
    }
    if (!scan.is_float) return IntFromText(digits, size, 10);
    double value;
    FloatParse(digits, size, &value);
    return FloatNew(value);
  }

  Owned ParseArray(int64_t* at) {
    Handle list = TRY(ListNew());
    int64_t i = SkipSpace(*at + 1);
    if (!IsAt(i, ']')) {
      for (;;) {
        Owned item = ParseValue(&i);
        if (!item || !ListAppendOwned(list, item)) return {};
        i = SkipSpace(i);
        if (IsAt(i, ']')) break;
        if (!IsAt(i, ',')) return Expecting("Expecting ',' delimiter", i);
        i = SkipSpace(i + 1);
      }
    }
    *at = i + 1;
    return list.Release();
  }

  Owned ParseKey(int64_t* at) {
    if (!IsAt(*at, '"'))
      return Expecting("Expecting property name enclosed in double quotes", *at);
    Handle key = TRY(JsonScanString(document_, *at + 1, scanner_.strict, at));
    if (!memo_) memo_ = TRY(DictNew());
    return DictSetDefault(memo_, key, key);
  }

  // `pairs` is a list of tuples; or else `dict` gets the members.
  bool ParseMembers(int64_t* at, Value dict, Value pairs) {
    int64_t i = SkipSpace(*at + 1);
    if (!IsAt(i, '}')) {
      for (;;) {
        Handle key = TRY(ParseKey(&i));
        i = SkipSpace(i);
        if (!IsAt(i, ':')) return static_cast<bool>(Expecting("Expecting ':' delimiter", i));
        i = SkipSpace(i + 1);
        Handle value = TRY(ParseValue(&i));
        if (pairs) {
          Handle pair = TRY(TupleOf({key, value}));
          TRY_VOID(ListAppend(pairs, pair));
        } else {
          TRY_VOID(DictSet(dict, key, value));
        }
        i = SkipSpace(i);
        if (IsAt(i, '}')) break;
        if (!IsAt(i, ',')) return static_cast<bool>(Expecting("Expecting ',' delimiter", i));
        i = SkipSpace(i + 1);
      }
    }
    *at = i + 1;
    return true;
  }

  Owned ParseObject(int64_t* at) {
    if (!scanner_.object_pairs_hook.IsNone()) {
      Handle pairs = TRY(ListNew());
      TRY_VOID(ParseMembers(at, Value::Empty(), pairs));
      return Call(scanner_.object_pairs_hook, {pairs});
    }
    Handle dict = TRY(DictNew());
    TRY_VOID(ParseMembers(at, dict, Value::Empty()));
    if (scanner_.object_hook.IsNone()) return dict.Release();
    return Call(scanner_.object_hook, {dict});
  }

  const JsonScanner& scanner_;
  Value document_;
  jsontext::Text text_;
  Handle memo_;  // equal keys become one object
  int depth_ = 0;
  int limit_;
};

Owned ScannerCall(Value self, const Value* args, size_t nargs, Value keyword_names) {
  Value bound[2];
  TRY_VOID(BindArguments("scan_once", "(string, idx)", args, nargs, keyword_names, bound));
  int64_t at = TRY(IndexExact(bound[1], &OverflowErrorType));
  if (!IsStr(bound[0]))
    return Raise(&TypeErrorType, "first argument must be a string, not %.80s", TypeName(bound[0]));
  if (at < 0) return Raise(&ValueErrorType, "idx cannot be negative");
  Parser parser(self.As<JsonScanner>(), bound[0]);
  Handle value = TRY(parser.ParseValue(&at));
  Handle end = TRY(IntFromInt64(at));
  return TupleOf({value, end});
}

Owned ScannerNewInstance(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  Value context;
  TRY_VOID(BindArguments("make_scanner", "(context)", args, nargs, keyword_names, &context));
  Handle made = TRY(AllocateInstance(type));
  auto* scanner = made.As<JsonScanner>();
  Handle strict = TRY(GetAttribute(context, "strict"));
  scanner->strict = TRY(IsTrue(strict));
  scanner->object_hook = TRY(GetAttribute(context, "object_hook")).Peek();
  scanner->object_pairs_hook = TRY(GetAttribute(context, "object_pairs_hook")).Peek();
  scanner->parse_float = TRY(GetAttribute(context, "parse_float")).Peek();
  scanner->parse_int = TRY(GetAttribute(context, "parse_int")).Peek();
  scanner->parse_constant = TRY(GetAttribute(context, "parse_constant")).Peek();
  return made.Release();
}

bool ScannerTraverse(Object* self, Visitor visit, void* arg) {
  auto* s = static_cast<JsonScanner*>(self);
  for (Value v : {s->object_hook, s->object_pairs_hook, s->parse_float, s->parse_int,
                  s->parse_constant})
    if (v && visit(v, arg)) return true;
  return false;
}
void ScannerDrop(Object* self) {
  auto* s = static_cast<JsonScanner*>(self);
  for (Value* v : {&s->object_hook, &s->object_pairs_hook, &s->parse_float, &s->parse_int,
                   &s->parse_constant})
    ClearField(v);
}

Owned Strict(Value self) { return OwnBool(self.As<JsonScanner>()->strict); }

constexpr PropertyDef kScannerProperties[] = {{"strict", Strict, nullptr, "strict"}, {}};
constexpr MemberDef kScannerMembers[] = {
    {"object_hook", offsetof(JsonScanner, object_hook), MemberKind::kReadOnlyNone, "object_hook"},
    {"object_pairs_hook", offsetof(JsonScanner, object_pairs_hook), MemberKind::kReadOnlyNone,
     nullptr},
    {"parse_float", offsetof(JsonScanner, parse_float), MemberKind::kReadOnlyNone, "parse_float"},
    {"parse_int", offsetof(JsonScanner, parse_int), MemberKind::kReadOnlyNone, "parse_int"},
    {"parse_constant", offsetof(JsonScanner, parse_constant), MemberKind::kReadOnlyNone,
     "parse_constant"},
    {}};

}  // namespace

Type JsonScannerType;

bool InitJsonScannerType() {
  if (JsonScannerType.dict) return true;
  TypeSlots& slots = JsonScannerType.slots;
  slots.call = ScannerCall;
  slots.new_instance = ScannerNewInstance;
  slots.traverse = ScannerTraverse;
  slots.clear = ScannerDrop;
  slots.destroy = ScannerDrop;
  return InitBuiltinType({.type = &JsonScannerType,
                          .name = "_json.Scanner",
                          .basic_size = sizeof(JsonScanner),
                          .flags = kTypeBase | kTypeGc,
                          .properties = kScannerProperties,
                          .members = kScannerMembers,
                          .doc = "JSON scanner object"});
}

}  // namespace polygil
