// Opcodes that push numbers, texts and bytes.

#include <bit>
#include <cstring>

#include "runtime/base/bigint/convert.h"
#include "runtime/base/codec/codec.h"
#include "runtime/base/codec/escape.h"
#include "runtime/modules/_pickle/unpickler.h"
#include "runtime/types/bytes/buffer.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/number/float.h"
#include "runtime/types/number/int.h"
#include "runtime/types/number/int_operand.h"
#include "runtime/types/text/codec.h"
#include "runtime/types/text/str.h"

namespace polygil::pickle {
namespace {

// A little-endian number of kBytes bytes.
template <int kBytes>
Fallible<uint64_t> ReadNumber(Unpickler* unpickler) {
  const uint8_t* bytes = Read(&unpickler->input, kBytes);
  if (bytes == nullptr) return Raised();
  uint64_t number = 0;
  memcpy(&number, bytes, kBytes);
  return number;
}

// A length; `name` is the opcode's in the message.
template <int kBytes>
Fallible<int64_t> ReadLength(Unpickler* unpickler, const char* name) {
  uint64_t length = TRY(ReadNumber<kBytes>(unpickler));
  if (length <= static_cast<uint64_t>(INT64_MAX)) return static_cast<int64_t>(length);
  return Raise(&OverflowErrorType, "%s exceeds system's maximum size of %zd bytes", name,
               static_cast<ssize_t>(INT64_MAX));
}

bool PushUtf8(Unpickler* unpickler, int64_t length) {
  if (length > unpickler->input.size - unpickler->input.position && unpickler->input.read) {
    Handle bytes = TRY(ReadBytes(&unpickler->input, length));
    return Push(&unpickler->stack, DecodeBytes(bytes.As<Bytes>()->data, length, nullptr, "surrogatepass"));
  }
  const uint8_t* data = TRY(Read(&unpickler->input, length));
  uint64_t seen = 0, word;
  int64_t i = 0;
  for (; i + 8 <= length; i += 8) {
    memcpy(&word, data + i, 8);
    seen |= word;
  }
  for (; i < length; ++i) seen |= data[i];
  if ((seen & 0x8080808080808080u) == 0)
    return Push(&unpickler->stack,
                StrFromAscii(reinterpret_cast<const char*>(data), static_cast<size_t>(length)));
  return Push(&unpickler->stack, DecodeBytes(data, length, nullptr, "surrogatepass"));
}

// A str of Python 2: bytes decoded as the unpickler was told.
bool PushOldStr(Unpickler* unpickler, Owned made) {
  Handle bytes = TRY(made);
  if (StrEqualsAscii(unpickler->encoding, "bytes")) return Push(&unpickler->stack, bytes.Release());
  Handle hold_encoding, hold_errors;
  std::string_view encoding = TRY(StrAsUtf8(unpickler->encoding, &hold_encoding));
  std::string_view errors = TRY(StrAsUtf8(unpickler->errors, &hold_errors));
  return Push(&unpickler->stack, DecodeObject(bytes, encoding.data(), errors.data()));
}

bool PushLong(Unpickler* unpickler, int64_t size) {
  const uint8_t* data = TRY(Read(&unpickler->input, size));
  if (size <= 7) {
    uint64_t bits = 0;
    memcpy(&bits, data, static_cast<size_t>(size));
    auto shift = static_cast<int>(64 - size * 8);
    int64_t number = size == 0 ? 0 : static_cast<int64_t>(bits << shift) >> shift;
    return Push(&unpickler->stack, Owned(Value::Int(number)));
  }
  IntResult result(BigFromBytesBound(static_cast<size_t>(size)));
  if (!result.ok()) return false;
  return Push(&unpickler->stack,
              result.Finish(BigFromBytes(result.limbs(), data, static_cast<size_t>(size), true, true)));
}

Owned UnescapedBytes(std::string_view text) {
  ByteBuffer out;
  CodecError error;
  InvalidEscape invalid = -1;
  auto* data = reinterpret_cast<const uint8_t*>(text.data());
  auto size = static_cast<int64_t>(text.size());
  int64_t position = 0;
  CodecStatus status = DecodeBytesEscape(data, size, &position, &out, &error, &invalid);
  if (status == CodecStatus::kNoMemory || !out.ok()) return RaiseMemoryError();
  if (status == CodecStatus::kDone) return BytesNew(out.data(), out.size());
  if (error.start >= size - 1 || data[error.start + 1] != 'x')
    return Raise(&ValueErrorType, "Trailing \\ in string");
  return Raise(&ValueErrorType, "invalid \\x escape at position %zd",
               static_cast<ssize_t>(error.start));
}

bool CheckNotNegative(int64_t size, const char* message) {
  return size >= 0 || Raise(&UnpicklingErrorType, "%s", message);
}

}  // namespace

bool LoadNone(Unpickler* unpickler) { return Push(&unpickler->stack, OwnNone()); }
bool LoadTrue(Unpickler* unpickler) { return Push(&unpickler->stack, OwnBool(true)); }
bool LoadFalse(Unpickler* unpickler) { return Push(&unpickler->stack, OwnBool(false)); }

bool LoadBinInt(Unpickler* unpickler) {
  uint64_t number = TRY(ReadNumber<4>(unpickler));
  return Push(&unpickler->stack, Owned(Value::Int(static_cast<int32_t>(number))));
}
bool LoadBinInt1(Unpickler* unpickler) {
  uint64_t number = TRY(ReadNumber<1>(unpickler));
  return Push(&unpickler->stack, Owned(Value::Int(static_cast<int64_t>(number))));
}
bool LoadBinInt2(Unpickler* unpickler) {
  uint64_t number = TRY(ReadNumber<2>(unpickler));
  return Push(&unpickler->stack, Owned(Value::Int(static_cast<int64_t>(number))));
}
bool LoadLong1(Unpickler* unpickler) {
  int64_t size = TRY(ReadLength<1>(unpickler, "LONG1"));
  return PushLong(unpickler, size);
}
bool LoadLong4(Unpickler* unpickler) {
  auto size = static_cast<int32_t>(TRY(ReadNumber<4>(unpickler)));
  return CheckNotNegative(size, "LONG pickle has negative byte count") && PushLong(unpickler, size);
}

// Decimal text; "00" and "01" are how protocols 0 and 1 write booleans.
bool LoadInt(Unpickler* unpickler) {
  std::string_view line = TRY(ReadLine(&unpickler->input));
  if (line == "00" || line == "01") return Push(&unpickler->stack, OwnBool(line == "01"));
  Owned number = IntFromText(line.data(), line.size(), 0);
  if (!number && ClearPendingIf(&ValueErrorType))
    return Raise(&ValueErrorType, "could not convert string to int");
  return Push(&unpickler->stack, number);
}
bool LoadLong(Unpickler* unpickler) {
  std::string_view line = TRY(ReadLine(&unpickler->input));
  if (line.ends_with('L')) line.remove_suffix(1);
  return Push(&unpickler->stack, IntFromText(line.data(), line.size(), 0));
}

bool LoadFloat(Unpickler* unpickler) {
  std::string_view line = TRY(ReadLine(&unpickler->input));
  Handle text = TRY(BytesNew(line.data(), static_cast<int64_t>(line.size())));
  return Push(&unpickler->stack, FloatFromStr(text));
}
bool LoadBinFloat(Unpickler* unpickler) {
  uint64_t bits = TRY(ReadNumber<8>(unpickler));
  return Push(&unpickler->stack, FloatNew(std::bit_cast<double>(__builtin_bswap64(bits))));
}

bool LoadShortBinUnicode(Unpickler* unpickler) {
  int64_t length = TRY(ReadLength<1>(unpickler, "SHORT_BINUNICODE"));
  return PushUtf8(unpickler, length);
}
bool LoadBinUnicode(Unpickler* unpickler) {
  int64_t length = TRY(ReadLength<4>(unpickler, "BINUNICODE"));
  return PushUtf8(unpickler, length);
}
bool LoadBinUnicode8(Unpickler* unpickler) {
  int64_t length = TRY(ReadLength<8>(unpickler, "BINUNICODE8"));
  return PushUtf8(unpickler, length);
}
bool LoadUnicode(Unpickler* unpickler) {
  std::string_view line = TRY(ReadLine(&unpickler->input));
  Handle hold = TRY(BytesNew(line.data(), static_cast<int64_t>(line.size())));
  DecodeRequest request{.encoding = TextEncoding::kRawUnicodeEscape,
                        .data = hold.As<Bytes>()->data,
                        .size = hold.As<Bytes>()->size};
  return Push(&unpickler->stack, DecodeWith(&request));
}

bool LoadString(Unpickler* unpickler) {
  std::string_view line = TRY(ReadLine(&unpickler->input));
  char quote = line.empty() ? 0 : line.front();
  if (line.size() < 2 || line.back() != quote || (quote != '\'' && quote != '"'))
    return Raise(&UnpicklingErrorType, "the STRING opcode argument must be quoted");
  return PushOldStr(unpickler, UnescapedBytes(line.substr(1, line.size() - 2)));
}
bool LoadBinString(Unpickler* unpickler) {
  auto size = static_cast<int32_t>(TRY(ReadNumber<4>(unpickler)));
  TRY_VOID(CheckNotNegative(size, "BINSTRING pickle has negative byte count"));
  return PushOldStr(unpickler, ReadBytes(&unpickler->input, size));
}
bool LoadShortBinString(Unpickler* unpickler) {
  int64_t size = TRY(ReadLength<1>(unpickler, "SHORT_BINSTRING"));
  return PushOldStr(unpickler, ReadBytes(&unpickler->input, size));
}

bool LoadShortBinBytes(Unpickler* unpickler) {
  int64_t size = TRY(ReadLength<1>(unpickler, "SHORT_BINBYTES"));
  return Push(&unpickler->stack, ReadBytes(&unpickler->input, size));
}
bool LoadBinBytes(Unpickler* unpickler) {
  int64_t size = TRY(ReadLength<4>(unpickler, "BINBYTES"));
  return Push(&unpickler->stack, ReadBytes(&unpickler->input, size));
}
bool LoadBinBytes8(Unpickler* unpickler) {
  int64_t size = TRY(ReadLength<8>(unpickler, "BINBYTES8"));
  return Push(&unpickler->stack, ReadBytes(&unpickler->input, size));
}
bool LoadByteArray8(Unpickler* unpickler) {
  int64_t size = TRY(ReadLength<8>(unpickler, "BYTEARRAY8"));
  const uint8_t* data = TRY(Read(&unpickler->input, size));
  return Push(&unpickler->stack, ByteArrayNew(data, size));
}

// Out-of-band buffers (PEP 574).
bool LoadNextBuffer(Unpickler* unpickler) {
  if (!unpickler->buffers)
    return Raise(&UnpicklingErrorType,
                 "pickle stream refers to out-of-band data but no *buffers* argument was given");
  Handle iterator = Retain(unpickler->buffers);
  Owned buffer = IteratorNext(iterator);
  if (!buffer && !HasPendingException())
    return Raise(&UnpicklingErrorType, "not enough out-of-band buffers");
  return Push(&unpickler->stack, buffer);
}
bool LoadReadOnlyBuffer(Unpickler* unpickler) {
  Handle buffer = Retain(Top(&unpickler->stack));
  if (!buffer) return false;
  Handle view = TRY(MemoryViewFrom(buffer));
  Handle read_only = TRY(GetAttribute(view, "readonly"));
  if (read_only.Get().IsTrue()) return true;
  Handle replaced = TRY(CallMethod(view, "toreadonly"));
  Discard(TRY(Pop(&unpickler->stack)));
  return Push(&unpickler->stack, replaced.Release());
}

// -- The stream itself ------------------------------------------------------------------------------

bool LoadProto(Unpickler* unpickler) {
  uint64_t protocol = TRY(ReadNumber<1>(unpickler));
  if (protocol > kHighestProtocol)
    return Raise(&ValueErrorType, "unsupported pickle protocol: %d", static_cast<int>(protocol));
  unpickler->protocol = static_cast<int32_t>(protocol);
  return true;
}
bool LoadFrame(Unpickler* unpickler) {
  uint64_t length = TRY(ReadNumber<8>(unpickler));
  if (length > static_cast<uint64_t>(INT64_MAX))
    return Raise(&OverflowErrorType, "FRAME length exceeds system's maximum of %zd bytes",
                 static_cast<ssize_t>(INT64_MAX));
  return ReadFrame(&unpickler->input, static_cast<int64_t>(length));
}

}  // namespace polygil::pickle
