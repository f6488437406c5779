#include "runtime/types/number/complex_methods.h"

#include <cmath>

#include "runtime/base/floattext/format.h"
#include "runtime/base/floattext/parse.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/callable/argument_binder.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/complex.h"
#include "runtime/types/number/complex_value.h"
#include "runtime/types/number/float.h"
#include "runtime/types/number/int.h"
#include "runtime/types/number/number_format.h"
#include "runtime/types/number/number_text.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {

// -- Text -----------------------------------------------------------------------------------------

Owned ComplexRepr(Value self) {
  const Complex* value = self.As<Complex>();
  char text[2 * kFloatReprBound + 8];
  char* out = text;
  // A real part of +0 is not shown.
  bool has_real = value->real != 0 || std::signbit(value->real);
  if (has_real) {
    *out++ = '(';
    out += FloatFormat(out, value->real, 'r', 0, 0);
  }
  out += FloatFormat(out, value->imaginary, 'r', 0, has_real ? kFloatAlwaysSign : 0);
  *out++ = 'j';
  if (has_real) *out++ = ')';
  return StrFromAscii(text, static_cast<size_t>(out - text));
}

namespace {

bool IsSpace(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsUnit(char c) { return c == 'j' || c == 'J'; }

// The text without underscores that stand between digits. False: one stands elsewhere.
bool DropUnderscores(const NumberText& text, char* out, size_t* size) {
  size_t n = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text.data()[i];
    if (c != '_') {
      out[n++] = c;
      continue;
    }
    if (i == 0 || i + 1 == text.size() || !IsDigit(text.data()[i - 1]) ||
        !IsDigit(text.data()[i + 1]))
      return false;
  }
  *size = n;
  return true;
}

// [blanks] [(] [blanks] real | imaginary | real imaginary [blanks] [)] [blanks], where an imaginary
// part may be a bare sign and unit.
class ComplexParser {
 public:
  ComplexParser(const char* text, size_t size) : at_(text), end_(text + size) {}

  bool Parse(ComplexValue* out) {
    SkipSpace();
    bool bracket = Take('(');
    if (bracket) SkipSpace();
    if (!ParseParts(out)) return false;
    SkipSpace();
    if (bracket) {
      if (!Take(')')) return false;
      SkipSpace();
    }
    return at_ == end_;
  }

 private:
  char Peek() const { return at_ < end_ ? *at_ : '\0'; }
  bool Take(char c) {
    if (Peek() != c || at_ == end_) return false;
    ++at_;
    return true;
  }
  void SkipSpace() {
    while (at_ < end_ && IsSpace(*at_)) ++at_;
  }
  bool Number(double* out) {
    size_t used = FloatParsePrefix(at_, static_cast<size_t>(end_ - at_), out);
    at_ += used;
    return used != 0;
  }
  // A sign without digits means one.
  double BareSign() {
    double one = Peek() == '-' ? -1.0 : 1.0;
    if (Peek() == '+' || Peek() == '-') ++at_;
    return one;
  }
  bool ParseParts(ComplexValue* out) {
    double first;
    *out = {0, 0};
    if (!Number(&first)) {
      out->imaginary = BareSign();
      if (!IsUnit(Peek())) return false;
      ++at_;
      return true;
    }
    if (IsUnit(Peek())) {
      out->imaginary = first;
      ++at_;
      return true;
    }
    out->real = first;
    if (Peek() != '+' && Peek() != '-') return true;
    if (!Number(&out->imaginary)) out->imaginary = BareSign();
    if (!IsUnit(Peek())) return false;
    ++at_;
    return true;
  }

  const char* at_;
  const char* end_;
};

}  // namespace

Owned ComplexFromStr(Value text) {
  NumberText ascii;
  TRY_VOID(ascii.Read(text));
  AsciiBuffer plain;
  if (!plain.Allocate(static_cast<int64_t>(ascii.size()) + 1)) return RaiseMemoryError();
  size_t size;
  ComplexValue value;
  if (!DropUnderscores(ascii, plain.data(), &size))
    return Raise(&ValueErrorType, "could not convert string to complex: %R", text);
  if (!ComplexParser(plain.data(), size).Parse(&value))
    return Raise(&ValueErrorType, "complex() arg is a malformed string");
  return ComplexNew(value.real, value.imaginary);
}

// -- The constructor ------------------------------------------------------------------------------

namespace {

// What __complex__ says; empty without exception if there is none.
Owned BySpecialMethod(Value v) {
  Handle method = LookupSpecial(v, names.complex_method);
  if (!method) return {};
  Handle result = TRY(Call(method));
  if (IsExactly(result, ComplexType)) return result.Release();
  if (!IsInstanceOf(result, ComplexType))
    return Raise(&TypeErrorType, "__complex__ returned non-complex (type %.200s)",
                 TypeName(result));
  if (!Warn(&DeprecationWarningType, 1,
            "__complex__ returned non-complex (type %.200s).  The ability to return an instance of a "
            "strict subclass of complex is deprecated, and may not be supported in a future version "
            "of Python.", TypeName(result)))
    return {};
  return result.Release();
}

bool IsNumber(Value v) {
  const TypeSlots& slots = TypeOf(v)->slots;
  return slots.to_float != nullptr || slots.index != nullptr || IsInstanceOf(v, ComplexType);
}

ComplexValue Get(Value v) { return {v.As<Complex>()->real, v.As<Complex>()->imaginary}; }

// The first argument as parts; *is_complex tells whether the imaginary part counts.
bool RealArgument(Value v, ComplexValue* out, bool* is_complex) {
  *is_complex = false;
  *out = {0, 0};
  if (!v) return true;
  Handle converted = BySpecialMethod(v);
  if (!converted && HasPendingException()) return false;
  if (converted) v = converted;
  if (!IsNumber(v))
    return Raise(&TypeErrorType,
                 "complex() first argument must be a string or a number, not '%.200s'",
                 TypeName(v));
  if (IsInstanceOf(v, ComplexType)) {
    *out = Get(v);
    *is_complex = true;
    return true;
  }
  out->real = TRY(AsDouble(v));
  return true;
}

bool ImaginaryArgument(Value v, ComplexValue* out, bool* is_complex) {
  *is_complex = false;
  *out = {0, 0};
  if (!v) return true;
  if (IsInstanceOf(v, ComplexType)) {
    *out = Get(v);
    *is_complex = true;
    return true;
  }
  out->real = TRY(AsDouble(v));
  return true;
}

Owned Instance(Type* type, ComplexValue value) {
  if (type == &ComplexType) return ComplexNew(value.real, value.imaginary);
  Handle instance = TRY(AllocateInstance(type));
  instance.As<Complex>()->real = value.real;
  instance.As<Complex>()->imaginary = value.imaginary;
  return instance.Release();
}

}  // namespace

Owned ComplexNewInstance(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  Value bound[2];
  TRY_VOID(BindArguments("complex", "(real=0, imag=0)", args, nargs, keyword_names, bound));
  Value real = bound[0], imaginary = bound[1];
  if (real && !imaginary && IsExactly(real, ComplexType) && type == &ComplexType)
    return Retain(real);
  if (real && IsStr(real)) {
    if (imaginary)
      return Raise(&TypeErrorType, "complex() can't take second arg if first is a string");
    Handle parsed = TRY(ComplexFromStr(real));
    return Instance(type, Get(parsed));
  }
  if (imaginary && IsStr(imaginary))
    return Raise(&TypeErrorType, "complex() second arg can't be a string");
  ComplexValue a, b;
  bool a_is_complex, b_is_complex;
  if (imaginary && !IsNumber(imaginary)) {
    // The first argument is complained about first.
    TRY_VOID(RealArgument(real, &a, &a_is_complex));
    return Raise(&TypeErrorType, "complex() second argument must be a number, not '%.200s'",
                 TypeName(imaginary));
  }
  TRY_VOID(RealArgument(real, &a, &a_is_complex));
  TRY_VOID(ImaginaryArgument(imaginary, &b, &b_is_complex));
  ComplexValue sum = {a.real, b.real};
  if (b_is_complex) sum.real -= b.imaginary;
  if (a_is_complex) sum.imaginary = imaginary ? sum.imaginary + a.imaginary : a.imaginary;
  return Instance(type, sum);
}

Fallible<ComplexValue> AsComplex(Value v) {
  if (v.IsPointer() && IsInstanceOf(v, ComplexType)) return Get(v);
  if (v.IsPointer()) {
    Handle converted = BySpecialMethod(v);
    if (converted) return Get(converted);
    if (HasPendingException()) return {};
  }
  double real = TRY(AsDouble(v));
  return ComplexValue{real, 0.0};
}

// -- Methods --------------------------------------------------------------------------------------

namespace {

Owned ComplexConjugateMethod(Value self) { return ComplexNew(Get(self).real, -Get(self).imaginary); }

Owned ComplexGetNewArgsMethod(Value self) {
  Handle real = TRY(FloatNew(Get(self).real));
  Handle imaginary = TRY(FloatNew(Get(self).imaginary));
  return TupleOf({real, imaginary});
}


}  // namespace

extern constexpr MethodDef kComplexMethods[] = {
    PY_METHOD(complex, __complex__, NoArgs(ComplexExact),
              "($self, /)\n--\n\nConvert this value to exact type complex."),
    PY_METHOD(complex, conjugate, NoArgs(ComplexConjugateMethod),
              "($self, /)\n--\n\nReturn the complex conjugate of its argument. (3-4j).conjugate() "
              "== 3+4j."),
    PY_METHOD(complex, __getnewargs__, NoArgs(ComplexGetNewArgsMethod), "($self, /)\n--\n\n"),
    PY_METHOD(complex, __format__, OneArg(ComplexFormat),
              "($self, format_spec, /)\n--\n\nConvert to a string according to format_spec."),
    {}};

extern constexpr MemberDef kComplexMembers[] = {
    {"real", offsetof(Complex, real), MemberKind::kReadOnlyDouble, "the real part of a complex number"},
    {"imag", offsetof(Complex, imaginary), MemberKind::kReadOnlyDouble,
     "the imaginary part of a complex number"},
    {}};

}  // namespace polygil
