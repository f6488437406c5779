// _json.Encoder: writes JSON without indentation (json.encoder's iterencode in one shot).

#include <cmath>
#include <cstddef>

#include "runtime/modules/json/json.h"
#include "runtime/object/heap.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/callable/argument_binder.h"
#include "runtime/types/callable/function.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/float.h"
#include "runtime/types/number/int.h"

namespace polygil {
namespace {

enum class StringEncoding : uint8_t { kCall, kUnicode, kAscii };

struct JsonEncoder : Object {
  Value markers, default_function, encoder, indent, key_separator, item_separator;  // owned
  bool sort_keys, skip_keys, allow_nan;
  StringEncoding encoding;
};

// One run over an object. Containers under way are linked from the innermost outwards.
class Writer {
 public:
  explicit Writer(const JsonEncoder* encoder)
      : encoder_(*encoder), limit_(CurrentInterpreter()->recursion_limit) {}

  bool Write(Value v) {
    if (IsStr(v)) return WriteString(v);
    if (v.IsNone()) return out_.AppendAscii("null", 4);
    if (v.IsBool()) return v.IsTrue() ? out_.AppendAscii("true", 4) : out_.AppendAscii("false", 5);
    if (IsAnyInt(v)) return WriteInt(v);
    if (IsAnyFloat(v)) return WriteFloat(v);
    if (IsList(v) || IsTuple(v)) return Nested(v, &Writer::WriteList);
    if (IsDict(v)) return Nested(v, &Writer::WriteDict);
    return Nested(v, &Writer::WriteDefault);
  }
  Owned Finish() { return out_.Finish(); }

 private:
  struct Level {
    Value container;
    const Level* outer;
  };

  // Calls `write` with the container marked as under way.
  bool Nested(Value v, bool (Writer::*write)(Value)) {
    if (!encoder_.markers.IsNone()) {
      for (const Level* level = innermost_; level != nullptr; level = level->outer)
        if (level->container == v)
          return Raise(&ValueErrorType, "Circular reference detected");
    }
    if (depth_ >= limit_)
      return Raise(&RecursionErrorType,
                   "maximum recursion depth exceeded while encoding a JSON object");
    TRY_VOID(CheckNativeStack());
    Level level = {v, innermost_};
    innermost_ = &level;
    ++depth_;
    bool written = (this->*write)(v);
    --depth_;
    innermost_ = level.outer;
    return written;
  }

  bool WriteString(Value v) {
    if (encoder_.encoding != StringEncoding::kCall) [[likely]]
      return JsonAppendString(&out_, v, encoder_.encoding == StringEncoding::kAscii);
    Handle text = TRY(Call(encoder_.encoder, {v}));
    if (!IsStr(text))
      return Raise(&TypeErrorType, "encoder() must return a string, not %.80s", TypeName(text));
    return out_.Append(text.Get());
  }

  bool WriteInt(Value v) {
    Handle text = TRY(IntToText(v, 10));
    return out_.Append(text.Get());
  }

  Owned FloatText(Value v) {
    double value = FloatValue(v);
    if (std::isfinite(value)) return FloatRepr(value);
    if (!encoder_.allow_nan)
      return Raise(&ValueErrorType, "Out of range float values are not JSON compliant");
    return StrFromUtf8(std::isnan(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
  }
  bool WriteFloat(Value v) {
    Handle text = TRY(FloatText(v));
    return out_.Append(text.Get());
  }

  bool WriteDefault(Value v) {
    Handle other = TRY(Call(encoder_.default_function, {v}));
    return Write(other);
  }

  bool WriteList(Value v) {
    bool is_list = IsList(v);
    auto size = [&] { return is_list ? ListSize(v) : TupleSize(v); };
    if (size() == 0) return out_.AppendAscii("[]", 2);
    TRY_VOID(out_.Append('['));
    for (int64_t i = 0; i < size(); ++i) {
      if (i != 0) TRY_VOID(out_.Append(encoder_.item_separator));
      Handle item = Retain(is_list ? ListAt(v, i) : TupleAt(v, i));
      TRY_VOID(Write(item));
    }
    return out_.Append(']');
  }

  // The text of a key that is no str; empty without exception if it is to be skipped.
  Owned KeyText(Value key) {
    if (IsAnyFloat(key)) return FloatText(key);
    if (key.IsNone()) return StrFromAscii("null", 4);
    if (key.IsBool()) return StrFromUtf8(key.IsTrue() ? "true" : "false");
    if (IsAnyInt(key)) return IntToText(key, 10);
    if (encoder_.skip_keys) return {};
    return Raise(&TypeErrorType, "keys must be str, int, float, bool or None, not %.100s",
                 TypeName(key));
  }

  bool WriteMember(Value key, Value value, bool* first) {
    Handle text = IsStr(key) ? Retain(key) : KeyText(key);
    if (!text) return !HasPendingException();
    if (!*first) TRY_VOID(out_.Append(encoder_.item_separator));
    *first = false;
    return WriteString(text) && out_.Append(encoder_.key_separator) && Write(value);
  }

  bool WriteItems(Value items, bool* first) {
    for (int64_t i = 0; i < ListSize(items); ++i) {
      Handle item = Retain(ListAt(items, i));
      if (!IsTuple(item) || TupleSize(item) != 2)
        return Raise(&ValueErrorType, "items must return 2-tuples");
      TRY_VOID(WriteMember(TupleAt(item, 0), TupleAt(item, 1), first));
    }
    return true;
  }

  bool WriteDict(Value v) {
    if (DictSize(v) == 0) return out_.AppendAscii("{}", 2);
    TRY_VOID(out_.Append('{'));
    bool first = true;
    if (IsExactly(v, DictType) && !encoder_.sort_keys) {
      int64_t position = 0;
      Value key, value;
      while (DictNext(v, &position, &key, &value)) {
        Handle hold_key = Retain(key), hold_value = Retain(value);
        TRY_VOID(WriteMember(key, value, &first));
      }
    } else {
      Handle view = IsExactly(v, DictType) ? DictItemsList(v) : CallMethod(v, "items");
      if (!view) return false;
      Handle items = TRY(ToList(view));
      if (encoder_.sort_keys) TRY_VOID(ListSort(items, Value::None(), false));
      TRY_VOID(WriteItems(items, &first));
    }
    return out_.Append('}');
  }

  const JsonEncoder& encoder_;
  StrBuilder out_;
  const Level* innermost_ = nullptr;
  int depth_ = 0;
  int limit_;
};

Owned EncoderCall(Value self, const Value* args, size_t nargs, Value keyword_names) {
  Value bound[2];
  TRY_VOID(BindArguments("_iterencode", "(obj, _current_indent_level)", args, nargs, keyword_names,
                         bound));
  TRY_VOID(IndexExact(bound[1], &OverflowErrorType));
  Writer writer(self.As<JsonEncoder>());
  TRY_VOID(writer.Write(bound[0]));
  Handle text = TRY(writer.Finish());
  Value chunks[] = {text};
  return ListFrom(chunks, 1);
}

// -- The object -----------------------------------------------------------------------------------

StringEncoding EncodingOf(Value encoder) {
  if (!IsExactly(encoder, BuiltinFunctionType)) return StringEncoding::kCall;
  const MethodDef* definition = encoder.As<BuiltinFunction>()->definition;
  if (definition == &kJsonFunctions[0]) return StringEncoding::kAscii;
  return definition == &kJsonFunctions[1] ? StringEncoding::kUnicode : StringEncoding::kCall;
}

Owned EncoderNewInstance(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  Value bound[9];
  TRY_VOID(BindArguments("make_encoder",
                         "(markers, default, encoder, indent, key_separator, item_separator, "
                         "sort_keys, skipkeys, allow_nan)",
                         args, nargs, keyword_names, bound));
  for (int i : {4, 5})
    if (!IsStr(bound[i]))
      return Raise(&TypeErrorType, "make_encoder() argument %d must be str, not %.50s", i + 1,
                   bound[i].IsNone() ? "None" : TypeName(bound[i]));
  if (!bound[0].IsNone() && !IsDict(bound[0]))
    return Raise(&TypeErrorType, "make_encoder() argument 1 must be dict or None, not %.200s",
                 TypeName(bound[0]));
  bool sort_keys = TRY(IsTrue(bound[6])), skip_keys = TRY(IsTrue(bound[7]));
  bool allow_nan = TRY(IsTrue(bound[8]));
  Handle made = TRY(AllocateInstance(type));
  auto* e = made.As<JsonEncoder>();
  Value* const fields[] = {&e->markers, &e->default_function, &e->encoder,
                           &e->indent,  &e->key_separator,    &e->item_separator};
  for (int i = 0; i < 6; ++i) *fields[i] = Retain(bound[i]).Peek();
  e->sort_keys = sort_keys;
  e->skip_keys = skip_keys;
  e->allow_nan = allow_nan;
  e->encoding = EncodingOf(e->encoder);
  return made.Release();
}

bool EncoderTraverse(Object* self, Visitor visit, void* arg) {
  auto* e = static_cast<JsonEncoder*>(self);
  for (Value v : {e->markers, e->default_function, e->encoder, e->indent, e->key_separator,
                  e->item_separator})
    if (v && visit(v, arg)) return true;
  return false;
}
void EncoderDrop(Object* self) {
  auto* e = static_cast<JsonEncoder*>(self);
  for (Value* v : {&e->markers, &e->default_function, &e->encoder, &e->indent, &e->key_separator,
                   &e->item_separator})
    ClearField(v);
}

Owned SortKeys(Value self) { return OwnBool(self.As<JsonEncoder>()->sort_keys); }
Owned SkipKeys(Value self) { return OwnBool(self.As<JsonEncoder>()->skip_keys); }

constexpr PropertyDef kEncoderProperties[] = {{"sort_keys", SortKeys, nullptr, "sort_keys"},
                                              {"skipkeys", SkipKeys, nullptr, "skipkeys"},
                                              {}};
constexpr MemberDef kEncoderMembers[] = {
    {"markers", offsetof(JsonEncoder, markers), MemberKind::kReadOnlyNone, "markers"},
    {"default", offsetof(JsonEncoder, default_function), MemberKind::kReadOnlyNone, "default"},
    {"encoder", offsetof(JsonEncoder, encoder), MemberKind::kReadOnlyNone, "encoder"},
    {"indent", offsetof(JsonEncoder, indent), MemberKind::kReadOnlyNone, "indent"},
    {"key_separator", offsetof(JsonEncoder, key_separator), MemberKind::kReadOnlyNone,
     "key_separator"},
    {"item_separator", offsetof(JsonEncoder, item_separator), MemberKind::kReadOnlyNone,
     "item_separator"},
    {}};

}  // namespace

Type JsonEncoderType;

bool InitJsonEncoderType() {
  if (JsonEncoderType.dict) return true;
  TypeSlots& slots = JsonEncoderType.slots;
  slots.call = EncoderCall;
  slots.new_instance = EncoderNewInstance;
  slots.traverse = EncoderTraverse;
  slots.clear = EncoderDrop;
  slots.destroy = EncoderDrop;
  return InitBuiltinType({.type = &JsonEncoderType,
                          .name = "_json.Encoder",
                          .basic_size = sizeof(JsonEncoder),
                          .flags = kTypeBase | kTypeGc,
                          .properties = kEncoderProperties,
                          .members = kEncoderMembers,
                          .doc = "_iterencode(obj, _current_indent_level) -> iterable"});
}

}  // namespace polygil
