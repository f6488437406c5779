// Positions of TextIOWrapper: an opaque number that holds what is needed to get the decoder to a
// character. From its lowest bit: 64 bits position of the binary stream, 32 decoder flags, 32 bytes to
// feed to the decoder then, 32 characters to skip of what it gives, 1 whether to tell it the end.

#include <cstring>
#include <unistd.h>

#include "runtime/modules/_io/io_base.h"
#include "runtime/modules/_io/text_io.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

struct Cookie {
  int64_t position = 0;
  int64_t flags = 0;
  int64_t bytes_to_feed = 0;
  int64_t characters_to_skip = 0;
  bool need_end = false;
};

Owned Pack(const Cookie& cookie) {
  uint64_t limbs[3] = {
      static_cast<uint64_t>(cookie.position),
      (static_cast<uint64_t>(cookie.flags) & 0xffffffff) |
          static_cast<uint64_t>(cookie.bytes_to_feed) << 32,
      (static_cast<uint64_t>(cookie.characters_to_skip) & 0xffffffff) |
          static_cast<uint64_t>(cookie.need_end) << 32,
  };
  return IntFromLimbs(limbs, 3, false);
}

bool Unpack(Value number, Cookie* cookie) {
  Handle middle = TRY(IntShiftRight(number, Value::Int(64)));
  Handle top = TRY(IntShiftRight(number, Value::Int(128)));
  uint64_t low = IntAsUint64Mask(number), second = IntAsUint64Mask(middle),
           third = IntAsUint64Mask(top);
  cookie->position = static_cast<int64_t>(low);
  cookie->flags = static_cast<int64_t>(second & 0xffffffff);
  cookie->bytes_to_feed = static_cast<int64_t>(second >> 32);
  cookie->characters_to_skip = static_cast<int64_t>(third & 0xffffffff);
  cookie->need_end = third >> 32 & 1;
  return true;
}

bool SetDecoder(TextIo* text, int64_t flags) {
  Handle none = TRY(BytesNew(nullptr, 0));
  return NewlineDecoderSetState(text->decoder, none, flags);
}

// Feeds a part of the snapshot to the decoder: how many characters come out.
Fallible<int64_t> Feed(TextIo* text, std::string_view bytes, bool final) {
  Handle input = TRY(BytesNew(bytes.data(), static_cast<int64_t>(bytes.size())));
  Handle decoded = TRY(NewlineDecoderDecode(text->decoder, input, final));
  return StrLength(decoded);
}

// Finds a point of the snapshot, as late as possible, before which the decoder is in a state of
// its own: by guessing, then going back in growing steps. Leaves the decoder there.
Fallible<int64_t> FindStartPoint(TextIo* text, std::string_view input, Cookie* cookie) {
  double guess = text->bytes_per_character * static_cast<double>(cookie->characters_to_skip);
  int64_t skip = guess > static_cast<double>(input.size()) ? static_cast<int64_t>(input.size())
                                                           : static_cast<int64_t>(guess);
  int64_t step = 1;
  while (skip > 0) {
    TRY_VOID(SetDecoder(text, cookie->flags));
    int64_t count = TRY(Feed(text, input.substr(0, static_cast<size_t>(skip)), false));
    if (count <= cookie->characters_to_skip) {
      Handle held;
      int64_t flags;
      TRY_VOID(NewlineDecoderGetState(text->decoder, &held, &flags));
      int64_t unused = static_cast<int64_t>(BytesView(held).size());
      if (unused == 0) {
        cookie->flags = flags;
        cookie->characters_to_skip -= count;
        return skip;
      }
      skip -= unused;
      step = 1;
    } else {
      skip -= step;
      step *= 2;
    }
  }
  TRY_VOID(SetDecoder(text, cookie->flags));
  return int64_t{0};
}

// Goes on byte by byte, moving the start point whenever the decoder holds nothing.
bool FindCharacterPoint(TextIo* text, std::string_view input, int64_t from, Cookie* cookie) {
  int64_t fed = 0, decoded = 0;
  for (size_t i = static_cast<size_t>(from); i < input.size(); ++i) {
    ++fed;
    decoded += TRY(Feed(text, input.substr(i, 1), false));
    Handle held;
    int64_t flags;
    TRY_VOID(NewlineDecoderGetState(text->decoder, &held, &flags));
    if (BytesView(held).empty() && decoded <= cookie->characters_to_skip) {
      cookie->position += fed;
      cookie->characters_to_skip -= decoded;
      cookie->flags = flags;
      fed = decoded = 0;
    }
    if (decoded >= cookie->characters_to_skip) {
      cookie->bytes_to_feed = fed;
      return true;
    }
  }
  decoded += TRY(Feed(text, {}, true));
  cookie->need_end = true;
  cookie->bytes_to_feed = fed;
  if (decoded < cookie->characters_to_skip)
    return Raise(&OSErrorType, "can't reconstruct logical file position");
  return true;
}

bool Reconstruct(TextIo* text, std::string_view input, Cookie* cookie) {
  int64_t skip = TRY(FindStartPoint(text, input, cookie));
  cookie->position += skip;
  if (cookie->characters_to_skip == 0) return true;
  return FindCharacterPoint(text, input, skip, cookie);
}

bool ResetEncoder(TextIo* text, bool at_start) {
  text->encoder_started = !at_start;
  if (!text->encoder) return true;
  Handle result = at_start ? CallMethod(text->encoder, "reset")
                           : CallMethod(text->encoder, "setstate", {Value::Int(0)});
  return static_cast<bool>(result);
}

}  // namespace

Owned TextTellMethod(Value self) {
  TRY_VOID(TextCheckReady(self));
  TRY_VOID(TextCheckOpen(self));
  TextIo* text = TextOf(self);
  if (!text->seekable) return RaiseUnsupported("underlying stream is not seekable");
  if (!text->telling)
    return Raise(&OSErrorType, "telling position disabled by next() call");
  TRY_VOID(TextFlushPending(self));
  Handle flushed = TRY(CallMethod(self, names.flush));
  Handle where = TRY(CallMethod(text->buffer, names.tell));
  if (!text->decoder || !text->snapshot) return where.Release();
  Handle snapshot = Retain(text->snapshot);
  std::string_view input = BytesView(snapshot);
  Cookie cookie;
  cookie.position = TRY(AsInt64(where)) - static_cast<int64_t>(input.size());
  cookie.flags = text->snapshot_flags;
  cookie.characters_to_skip = text->decoded ? text->decoded_used : 0;
  if (cookie.characters_to_skip == 0) return Pack(cookie);
  Handle held;
  int64_t flags;
  TRY_VOID(NewlineDecoderGetState(text->decoder, &held, &flags));
  bool found = Reconstruct(text, input, &cookie);
  {
    PendingScope keep;
    if (!NewlineDecoderSetState(text->decoder, held, flags)) ClearPending();
  }
  return found ? Pack(cookie) : Owned();
}

namespace {

Owned SeekToEnd(Value self) {
  TextIo* text = TextOf(self);
  Handle flushed = TRY(CallMethod(self, names.flush));
  TextForgetDecoded(text);
  if (text->decoder) TRY_VOID(NewlineDecoderReset(text->decoder));
  Handle result = TRY(CallMethod(text->buffer, names.seek, {Value::Int(0), Value::Int(2)}));
  bool at_start = TRY(Equals(result, Value::Int(0)));
  TRY_VOID(ResetEncoder(text, at_start));
  return result.Release();
}

bool RestoreDecoder(Value self, const Cookie& cookie) {
  TextIo* text = TextOf(self);
  if (cookie.position == 0 && cookie.flags == 0)
    TRY_VOID(NewlineDecoderReset(text->decoder));
  else
    TRY_VOID(SetDecoder(text, cookie.flags));
  if (cookie.characters_to_skip == 0) {
    Handle none = TRY(BytesNew(nullptr, 0));
    StoreOwned(&text->snapshot, none.Release());
    text->snapshot_flags = cookie.flags;
    return true;
  }
  Handle count = TRY(IntFromInt64(cookie.bytes_to_feed));
  Handle input = TRY(CallMethod(text->buffer, names.read, {count}));
  if (!IsBytes(input))
    return Raise(&TypeErrorType,
                 "underlying read() should have returned a bytes object, not '%.200s'",
                 TypeName(input));
  StoreOwned(&text->snapshot, Retain(input));
  text->snapshot_flags = cookie.flags;
  Handle decoded = TRY(NewlineDecoderDecode(text->decoder, input, cookie.need_end));
  if (StrLength(decoded) < cookie.characters_to_skip)
    return Raise(&OSErrorType, "can't restore logical file position");
  StoreOwned(&text->decoded, decoded.Release());
  text->decoded_used = cookie.characters_to_skip;
  return true;
}

}  // namespace

Owned TextSeekMethod(Value self, const Value* args, size_t nargs) {
  int64_t whence = nargs > 1 ? TRY(AsInt64(args[1])) : 0;
  TRY_VOID(TextCheckReady(self));
  TRY_VOID(TextCheckOpen(self));
  TextIo* text = TextOf(self);
  if (!text->seekable) return RaiseUnsupported("underlying stream is not seekable");
  Handle target = Retain(args[0]);
  if (whence == SEEK_CUR) {
    bool zero = TRY(Equals(target, Value::Int(0)));
    if (!zero) return RaiseUnsupported("can't do nonzero cur-relative seeks");
    target = TRY(CallMethod(self, names.tell));
  } else if (whence == SEEK_END) {
    bool zero = TRY(Equals(target, Value::Int(0)));
    if (!zero) return RaiseUnsupported("can't do nonzero end-relative seeks");
    return SeekToEnd(self);
  } else if (whence != SEEK_SET) {
    return Raise(&ValueErrorType, "invalid whence (%d, should be %d, %d or %d)",
                 static_cast<int>(whence), SEEK_SET, SEEK_CUR, SEEK_END);
  }
  bool negative = TRY(RichCompareBool(target, Value::Int(0), CompareOp::kLt));
  if (negative) return Raise(&ValueErrorType, "negative seek position %R", target.Get());
  Handle flushed = TRY(CallMethod(self, names.flush));
  Handle number = TRY(Index(target));
  Cookie cookie;
  TRY_VOID(Unpack(number, &cookie));
  Handle position = TRY(IntFromInt64(cookie.position));
  Handle moved = TRY(CallMethod(text->buffer, names.seek, {position}));
  TextForgetDecoded(text);
  if (text->decoder) TRY_VOID(RestoreDecoder(self, cookie));
  if (text->encoder) TRY_VOID(ResetEncoder(text, cookie.position == 0 && cookie.flags == 0));
  return target.Release();
}

Owned TextTruncateMethod(Value self, const Value* args, size_t nargs) {
  TRY_VOID(TextCheckReady(self));
  Handle flushed = TRY(CallMethod(self, names.flush));
  return CallMethod(TextOf(self)->buffer, names.truncate,
                    {nargs > 0 ? args[0] : Value::None()});
}

}  // namespace polygil
