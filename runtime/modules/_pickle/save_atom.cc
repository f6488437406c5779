// Numbers, texts and bytes.

#include <cstdio>

#include "runtime/base/bigint/bigint.h"
#include "runtime/base/bigint/convert.h"
#include "runtime/modules/_pickle/pickle_buffer.h"
#include "runtime/modules/_pickle/pickler.h"
#include "runtime/types/bytes/buffer.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/float.h"
#include "runtime/types/number/int.h"
#include "runtime/types/number/int_operand.h"
#include "runtime/types/text/codec.h"
#include "runtime/types/text/str.h"

namespace polygil::pickle {
namespace {

bool FitsInt32(int64_t i) { return i == static_cast<int32_t>(i); }

// protocols 0 and 1: decimal digits.
bool SaveIntText(Pickler* pickler, Value v) {
  Handle text = TRY(Repr(v));
  Output* output = &pickler->output;
  int64_t small;
  bool is_short = IntFitsInt64(v, &small) && FitsInt32(small);
  return Put(output, is_short ? kInt : kLong) && PutBytes(output, text.As<Str>()->data, StrLength(text)) &&
         PutText(output, is_short ? "\n" : "L\n");
}

// Bytes of the shortest two's complement form of an int that is not zero.
int64_t SignedBytes(const BigView& view) {
  int64_t top = view.size - 1;
  int64_t bits = top * 64 + 64 - __builtin_clzll(view.limbs[top]);
  if (!view.negative || bits % 8 != 0) return bits / 8 + 1;
  // -2**(8k - 1) needs k bytes.
  bool is_power = (view.limbs[top] & (view.limbs[top] - 1)) == 0;
  for (int64_t i = 0; i < top && is_power; ++i) is_power = view.limbs[i] == 0;
  return is_power ? bits / 8 : bits / 8 + 1;
}

bool SaveLongBytes(Pickler* pickler, Value v) {
  IntOperand operand(v);
  int64_t size = SignedBytes(operand.view());
  Output* output = &pickler->output;
  if (size > INT32_MAX) return Raise(&OverflowErrorType, "int too large to pickle");
  TRY_VOID(size < 256 ? PutWith<1>(output, kLong1, static_cast<uint64_t>(size))
                      : PutWith<4>(output, kLong4, static_cast<uint64_t>(size)));
  TRY_VOID(Reserve(output, size));
  BigToBytes(operand, output->data + output->size, static_cast<size_t>(size), true, true);
  output->size += size;
  return true;
}

// The header and `size` bytes behind it. Large data are no part of a frame, and go to the file by
// themselves: `payload` is an object with the same bytes, or empty.
bool WriteBytes(Pickler* pickler, Opcode opcode, int argument_bytes, const void* data, int64_t size,
                Value payload) {
  Output* output = &pickler->output;
  bool large = size >= kFrameTarget;
  bool framing = output->framing;
  if (large) {
    CloseFrame(output);
    output->framing = false;
  }
  TRY_VOID(Reserve(output, 9));
  uint8_t* header = output->data + output->size;
  header[0] = opcode;
  memcpy(header + 1, &size, 8);
  output->size += 1 + argument_bytes;
  if (large && pickler->write) {
    Handle bytes = payload ? Retain(payload) : BytesNew(data, size);
    if (!bytes || !FlushToFile(pickler)) return false;
    Handle write = Retain(pickler->write);
    Handle result = TRY(Call(write, {bytes}));
  } else {
    TRY_VOID(PutBytes(output, data, size));
  }
  output->framing = framing;
  return true;
}

bool WriteUtf8(Pickler* pickler, const void* data, int64_t size) {
  if (size <= 0xff && pickler->protocol >= 4)
    return WriteBytes(pickler, kShortBinUnicode, 1, data, size, Value::Empty());
  if (size <= 0xffffffff) return WriteBytes(pickler, kBinUnicode, 4, data, size, Value::Empty());
  if (pickler->protocol >= 4)
    return WriteBytes(pickler, kBinUnicode8, 8, data, size, Value::Empty());
  return Raise(&OverflowErrorType,
               "serializing a string larger than 4 GiB requires pickle protocol 4 or higher");
}

// Protocol 0: raw_unicode_escape, with what would end the line escaped too.
bool SaveStrText(Pickler* pickler, Value v) {
  Output* output = &pickler->output;
  TRY_VOID(Put(output, kUnicode));
  for (int64_t i = 0; i < StrLength(v); ++i) {
    uint32_t c = StrAt(v, i);
    bool escaped = c > 0xff || c == '\\' || c == 0 || c == '\n' || c == '\r' || c == 0x1a;
    char text[16] = {static_cast<char>(c)};
    int size = escaped ? snprintf(text, sizeof(text), c > 0xffff ? "\\U%08x" : "\\u%04x", c) : 1;
    TRY_VOID(PutBytes(output, text, size));
  }
  return PutText(output, "\n");
}

bool WriteByteString(Pickler* pickler, const void* data, int64_t size, Value payload) {
  if (size <= 0xff) return WriteBytes(pickler, kShortBinBytes, 1, data, size, payload);
  if (size <= 0xffffffff) return WriteBytes(pickler, kBinBytes, 4, data, size, payload);
  if (pickler->protocol >= 4) return WriteBytes(pickler, kBinBytes8, 8, data, size, payload);
  return Raise(&OverflowErrorType,
               "serializing a bytes object larger than 4 GiB requires pickle protocol 4 or higher");
}

// bytes before protocol 3: codecs.encode(text, 'latin1'), or bytes().
bool ReduceBytes(Pickler* pickler, Value v) {
  std::string_view bytes = BytesView(v);
  Handle reduced;
  if (bytes.empty()) {
    Handle none = TRY(TupleEmpty());
    reduced = TRY(TupleOf({Value::Pointer(&BytesType), none}));
  } else {
    Handle text = TRY(StrFromUnits(bytes.data(), 1, static_cast<int64_t>(bytes.size())));
    Handle args = TRY(TupleOf({text, InternImmortal("latin1")}));
    reduced = TRY(TupleOf({pickler->state->encode, args}));
  }
  return SaveReduced(pickler, reduced, v);
}

bool ReduceByteArray(Pickler* pickler, Value v) {
  const auto* array = v.As<ByteArray>();
  Handle args;
  if (array->size == 0) {
    args = TRY(TupleEmpty());
  } else {
    Handle bytes = TRY(BytesNew(array->data, array->size));
    args = TRY(TupleOf({bytes}));
  }
  Handle reduced = TRY(TupleOf({Value::Pointer(&ByteArrayType), args}));
  return SaveReduced(pickler, reduced, v);
}

bool SaveBufferInBand(Pickler* pickler, Value v, const BufferView& view) {
  TRY_VOID(view.read_only
               ? WriteByteString(pickler, view.data, view.length, v)
               : WriteBytes(pickler, kByteArray8, 8, view.data, view.length, v));
  return Memoize(pickler, v);
}

}  // namespace

bool SaveBool(Pickler* pickler, bool b) {
  if (pickler->protocol >= 2) return Put(&pickler->output, b ? kNewTrue : kNewFalse);
  return PutText(&pickler->output, b ? "I01\n" : "I00\n");
}

bool SaveSmallInt(Pickler* pickler, int64_t i) {
  Output* output = &pickler->output;
  if (pickler->is_binary() && FitsInt32(i)) {
    auto argument = static_cast<uint64_t>(i);
    if (argument <= 0xff) return PutWith<1>(output, kBinInt1, argument);
    if (argument <= 0xffff) return PutWith<2>(output, kBinInt2, argument);
    return PutWith<4>(output, kBinInt, argument);
  }
  if (pickler->protocol >= 2) return SaveLongBytes(pickler, Value::Int(i));
  return SaveIntText(pickler, Value::Int(i));
}

bool SaveBigInt(Pickler* pickler, Value v) {
  return pickler->protocol >= 2 ? SaveLongBytes(pickler, v) : SaveIntText(pickler, v);
}

bool SaveFloat(Pickler* pickler, Value v) {
  Output* output = &pickler->output;
  double number = FloatValue(v);
  if (pickler->is_binary())
    return PutWith<8>(output, kBinFloat, __builtin_bswap64(std::bit_cast<uint64_t>(number)));
  Handle text = TRY(FloatRepr(number));
  return Put(output, kFloat) && PutBytes(output, text.As<Str>()->data, StrLength(text)) &&
         PutText(output, "\n");
}

bool SaveStr(Pickler* pickler, Value v) {
  const Str* s = v.As<Str>();
  if (!pickler->is_binary()) {
    TRY_VOID(SaveStrText(pickler, v));
  } else if (s->is_ascii()) {
    TRY_VOID(WriteUtf8(pickler, s->data, s->size));
  } else {
    Handle utf8 = TRY(EncodeUtf8WithErrors(v, "surrogatepass"));
    TRY_VOID(WriteUtf8(pickler, BytesView(utf8).data(), utf8.As<Bytes>()->size));
  }
  return Memoize(pickler, v);
}

bool SaveBytes(Pickler* pickler, Value v) {
  if (pickler->protocol < 3) return ReduceBytes(pickler, v);
  const Bytes* bytes = v.As<Bytes>();
  return WriteByteString(pickler, bytes->data, bytes->size, v) && Memoize(pickler, v);
}

bool SaveByteArray(Pickler* pickler, Value v) {
  if (pickler->protocol < 5) return ReduceByteArray(pickler, v);
  const auto* array = v.As<ByteArray>();
  return WriteBytes(pickler, kByteArray8, 8, array->data, array->size, v) && Memoize(pickler, v);
}

bool SavePickleBuffer(Pickler* pickler, Value v) {
  if (pickler->protocol < 5)
    return Raise(&PicklingErrorType, "PickleBuffer can only pickled with protocol >= 5");
  TRY_VOID(CheckPickleBuffer(v));
  if (!IsContiguous(v.As<PickleBuffer>()->view, 'A'))
    return Raise(&PicklingErrorType,
                 "PickleBuffer can not be pickled when pointing to a non-contiguous buffer");
  bool in_band = true;
  if (pickler->buffer_callback) {
    Handle callback = Retain(pickler->buffer_callback);
    Handle result = TRY(Call(callback, {v}));
    in_band = TRY(IsTrue(result));
  }
  TRY_VOID(CheckPickleBuffer(v));  // the callback may have released it
  const BufferView& view = v.As<PickleBuffer>()->view;
  if (in_band) return SaveBufferInBand(pickler, v, view);
  return Put(&pickler->output, kNextBuffer) &&
         (!view.read_only || Put(&pickler->output, kReadOnlyBuffer));
}

}  // namespace polygil::pickle
