// translate and maketrans.

#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/str.h"
#include "runtime/types/text/str_methods.h"
#include "runtime/types/text/units.h"

namespace polygil {
namespace {

// What a table says about latin-1 characters, asked once each.
constexpr uint32_t kUnknown = 0xFFFFFFFF, kDeleted = 0xFFFFFFFE, kGeneral = 0xFFFFFFFD;

class Translator {
 public:
  explicit Translator(Value table) : table_(table) {
    for (uint32_t& entry : cache_) entry = kUnknown;
    for (uint16_t& entry : quick_) entry = kSlow;
  }

  // Latin-1 characters that become one such, or nothing, are collected in runs.
  bool AddLatin(const uint8_t* text, int64_t length) {
    uint8_t run[kRun];
    for (int64_t i = 0; i < length;) {
      int64_t end = length - i < kRun ? length : i + kRun;
      int64_t count = 0;
      uint8_t bits = 0;
      for (; i + 4 <= end; i += 4) {
        uint16_t a = quick_[text[i]], b = quick_[text[i + 1]], c = quick_[text[i + 2]],
                 d = quick_[text[i + 3]];
        if ((a | b | c | d) >= kNothing) break;
        run[count] = static_cast<uint8_t>(a);
        run[count + 1] = static_cast<uint8_t>(b);
        run[count + 2] = static_cast<uint8_t>(c);
        run[count + 3] = static_cast<uint8_t>(d);
        count += 4;
        bits |= static_cast<uint8_t>(a | b | c | d);
      }
      for (int64_t left = 16; i < end && left > 0; ++i, --left) {
        uint16_t to = quick_[text[i]];
        if (to >= kSlow) break;
        run[count] = static_cast<uint8_t>(to);
        count += to < kNothing;
        bits |= static_cast<uint8_t>(to);
      }
      TRY_VOID(out_.AppendView({run, count, 1}, MaximumOfRun(run, count, bits)));
      if (i < end && quick_[text[i]] >= kSlow) TRY_VOID(Add(text[i++]));
    }
    return true;
  }

  bool Add(uint32_t c) {
    if (c < 256 && cache_[c] != kUnknown && cache_[c] != kGeneral) {
      return cache_[c] == kDeleted || out_.Append(cache_[c]);
    }
    uint32_t known = kGeneral;
    TRY_VOID(Ask(c, &known));
    if (c < 256) cache_[c] = known;
    if (c < 256 && (known < 256 || known == kDeleted))
      quick_[c] = known < 256 ? static_cast<uint16_t>(known) : kNothing;
    return true;
  }
  Owned Finish() { return out_.Finish(); }

 private:
  static constexpr int64_t kRun = 512;
  static constexpr uint16_t kNothing = 256, kSlow = 257;

  static uint32_t MaximumOfRun(const uint8_t* run, int64_t count, uint8_t bits) {
    return bits < 0x80 ? 0x7f : MaximumOf({run, count, 1});
  }

  bool Ask(uint32_t c, uint32_t* known) {
    Handle mapped = GetItem(table_, Value::Int(c));
    if (!mapped) {
      if (!ClearPendingIf(&LookupErrorType)) return false;
      *known = c;
      return out_.Append(c);
    }
    if (mapped.Get().IsNone()) {
      *known = kDeleted;
      return true;
    }
    if (IsStr(mapped)) {
      if (StrLength(mapped) == 1) *known = StrAt(mapped, 0);
      return out_.Append(mapped.Get());
    }
    if (!IsAnyInt(mapped))
      return Raise(&TypeErrorType, "character mapping must return integer, None or str");
    int64_t code;
    if (!IntFitsInt64(mapped, &code) || code < 0 || code > 0x10ffff)
      return Raise(&ValueErrorType, "character mapping must be in range(0x110000)");
    *known = static_cast<uint32_t>(code);
    return out_.Append(*known);
  }

  Value table_;
  StrBuilder out_;
  uint32_t cache_[256];
  uint16_t quick_[256];  // kNothing: deleted; kSlow: see cache_
};

bool SetMapping(Value table, uint32_t c, Value value) {
  return DictSet(table, Value::Int(c), value);
}

bool MapPairs(Value table, Value from, Value to) {
  if (!IsStr(from))
    return Raise(&TypeErrorType,
                 "first maketrans argument must be a string if there is a second argument");
  if (StrLength(from) != StrLength(to))
    return Raise(&ValueErrorType, "the first two maketrans arguments must have equal length");
  for (int64_t i = 0; i < StrLength(from); ++i)
    TRY_VOID(SetMapping(table, StrAt(from, i), Value::Int(StrAt(to, i))));
  return true;
}

bool MapFromDict(Value table, Value source) {
  if (!IsExactly(source, DictType))
    return Raise(&TypeErrorType, "if you give only one argument to maketrans it must be a dict");
  int64_t position = 0;
  Value key, value;
  while (DictNext(source, &position, &key, &value)) {
    if (IsStr(key)) {
      if (StrLength(key) != 1)
        return Raise(&ValueErrorType, "string keys in translate table must be of length 1");
      TRY_VOID(SetMapping(table, StrAt(key, 0), value));
    } else if (IsAnyInt(key)) {
      TRY_VOID(DictSet(table, key, value));
    } else {
      return Raise(&TypeErrorType, "keys in translate table must be strings or integers");
    }
  }
  return true;
}

}  // namespace

Owned StrTranslateMethod(Value self, Value table) {
  Translator translator(table);
  TextView text = StrView(self);
  if (text.kind == 1) {
    TRY_VOID(translator.AddLatin(static_cast<const uint8_t*>(text.data), text.length));
    return translator.Finish();
  }
  for (int64_t i = 0; i < text.length; ++i) TRY_VOID(translator.Add(text[i]));
  return translator.Finish();
}

Owned StrMaketransMethod(Value, const Value* args, size_t nargs) {
  Handle table = TRY(DictNew());
  for (size_t i = 1; i < nargs; ++i)
    if (!IsStr(args[i]))
      return Raise(&TypeErrorType, "maketrans() argument %d must be str, not %.50s",
                   static_cast<int>(i + 1), args[i].IsNone() ? "None" : TypeName(args[i]));
  if (nargs == 1) {
    TRY_VOID(MapFromDict(table, args[0]));
    return table.Release();
  }
  TRY_VOID(MapPairs(table, args[0], args[1]));
  if (nargs == 3)
    for (int64_t i = 0; i < StrLength(args[2]); ++i)
      TRY_VOID(SetMapping(table, StrAt(args[2], i), Value::None()));
  return table.Release();
}

}  // namespace polygil
