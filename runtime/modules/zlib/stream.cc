#include "runtime/modules/zlib/stream.h"

#include <climits>
#include <cstring>

#include "runtime/modules/module_state.h"
#include "runtime/modules/native_type.h"
#include "runtime/object/hooks.h"
#include "runtime/types/bytes/buffer.h"
#include "runtime/types/bytes/bytes.h"

namespace polygil {

Type ZlibCompressType, ZlibDecompressType;

Raised RaiseZlibError(const char* message) {
  return Raise(ModuleStateType("zlib.error"), "%s", message);
}

Raised RaiseZlibError(const z_stream& stream, int code, const char* doing) {
  const char* detail = code == Z_VERSION_ERROR ? "library version mismatch" : stream.msg;
  if (detail == nullptr)
    detail = code == Z_BUF_ERROR      ? "incomplete or truncated stream"
             : code == Z_STREAM_ERROR ? "inconsistent stream state"
             : code == Z_DATA_ERROR   ? "invalid input data"
                                      : nullptr;
  Type* error = ModuleStateType("zlib.error");
  if (detail == nullptr) return Raise(error, "Error %d %s", code, doing);
  return Raise(error, "Error %d %s: %.200s", code, doing, detail);
}

int RunZlib(z_stream* stream, int (*step)(z_stream*, int), const uint8_t* data, int64_t size,
            int last_flush, int64_t limit, ByteBuffer* out) {
  GilReleased released;
  stream->next_in = const_cast<uint8_t*>(data);
  int64_t left = size;
  int64_t chunk = 16384;
  for (;;) {
    int64_t part = left > UINT_MAX ? UINT_MAX : left;
    stream->avail_in = static_cast<uInt>(part);
    bool last = part == left;
    int code = Z_OK;
    do {
      int64_t room = chunk;
      if (limit > 0 && room > limit - out->size()) room = limit - out->size();
      int64_t before = out->size();
      uint8_t* at = out->Extend(room);
      if (at == nullptr) return Z_MEM_ERROR;
      stream->next_out = at;
      stream->avail_out = static_cast<uInt>(room);
      code = step(stream, last ? last_flush : Z_NO_FLUSH);
      out->Truncate(before + room - stream->avail_out);
      if (chunk < (1 << 24)) chunk *= 2;
      if (code != Z_OK && code != Z_BUF_ERROR) return code;
      if (limit > 0 && out->size() >= limit) return code;
    } while (stream->avail_out == 0);
    left -= part - stream->avail_in;
    if (last || stream->avail_in != 0) return code;
  }
}

Owned BytesFromBuffer(const ByteBuffer& buffer) {
  return BytesNew(buffer.size() ? buffer.data() : reinterpret_cast<const uint8_t*>(""),
                  buffer.size());
}

namespace {

struct ZlibStream : Object {
  z_stream stream;
  bool open;         // the engine's state is to be freed
  bool inflating, eof;
  bool busy;         // another thread is inside
  Value unused_data, unconsumed_tail, dictionary;
};

ZlibStream* Of(Value self) { return self.As<ZlibStream>(); }

// One thread at a time; others wait for their turn without the GIL.
class StreamTurn {
 public:
  explicit StreamTurn(Value self) : stream_(Of(self)) {
    while (stream_->busy) GilReleased pause;
    stream_->busy = true;
  }
  ~StreamTurn() { stream_->busy = false; }

 private:
  ZlibStream* stream_;
};

Fallible<int> IntOr(Value v, int absent) {
  if (!v) return absent;
  int64_t number = TRY(IndexExact(v, &OverflowErrorType));
  if (number > INT_MAX || number < INT_MIN)
    return Raise(&OverflowErrorType, "signed integer is %s",
                 number > 0 ? "greater than maximum" : "less than minimum");
  return static_cast<int>(number);
}

void Close(ZlibStream* self) {
  if (!self->open) return;
  self->open = false;
  if (self->inflating)
    inflateEnd(&self->stream);
  else
    deflateEnd(&self->stream);
}

Owned NewStream(Type* type, bool inflating) {
  Handle self = TRY(AllocateObject(type));
  Of(self)->inflating = inflating;
  Of(self)->unused_data = TRY(BytesNew("", 0)).Peek();
  Of(self)->unconsumed_tail = TRY(BytesNew("", 0)).Peek();
  return self.Release();
}

void Destroy(Object* object) {
  ZlibStream* self = static_cast<ZlibStream*>(object);
  Close(self);
  for (Value* v : {&self->unused_data, &self->unconsumed_tail, &self->dictionary}) ClearField(v);
}

// -- Compression ----------------------------------------------------------------------------------

Owned CompressMethod(Value self, Value data) {
  ScopedBuffer view;
  if (!view.Acquire(data)) return {};
  StreamTurn turn(self);
  ByteBuffer out;
  int code = RunZlib(&Of(self)->stream, deflate, view.data(), view.size(), Z_NO_FLUSH, 0, &out);
  if (code == Z_MEM_ERROR) return RaiseMemoryError();
  if (code == Z_STREAM_ERROR)
    return RaiseZlibError(Of(self)->stream, code, "while compressing data");
  return BytesFromBuffer(out);
}

Owned CompressFlush(Value self, const Value* args, size_t nargs) {
  int mode = TRY(IntOr(nargs > 0 ? args[0] : Value::Empty(), Z_FINISH));
  if (mode == Z_NO_FLUSH) return BytesNew("", 0);
  StreamTurn turn(self);
  ByteBuffer out;
  int code = RunZlib(&Of(self)->stream, deflate, nullptr, 0, mode, 0, &out);
  if (code == Z_MEM_ERROR) return RaiseMemoryError();
  if (code == Z_STREAM_ERROR) return RaiseZlibError(Of(self)->stream, code, "while flushing");
  if (code == Z_STREAM_END && mode == Z_FINISH) {
    Of(self)->open = false;
    code = deflateEnd(&Of(self)->stream);
    if (code != Z_OK)
      return RaiseZlibError(Of(self)->stream, code, "while finishing compression");
  } else if (code != Z_OK && code != Z_BUF_ERROR) {
    return RaiseZlibError(Of(self)->stream, code, "while flushing");
  }
  return BytesFromBuffer(out);
}

Owned CompressCopy(Value self) {
  StreamTurn turn(self);
  Handle copy = TRY(NewStream(&ZlibCompressType, false));
  int code = deflateCopy(&Of(copy)->stream, &Of(self)->stream);
  if (code == Z_STREAM_ERROR) return Raise(&ValueErrorType, "Inconsistent stream state");
  if (code == Z_MEM_ERROR) return RaiseMemoryError();
  if (code != Z_OK) return RaiseZlibError(Of(self)->stream, code, "while copying compression object");
  Of(copy)->open = true;
  return copy.Release();
}

// -- Decompression --------------------------------------------------------------------------------

Owned Append(Value bytes, const uint8_t* data, int64_t size) {
  std::string_view head = BytesView(bytes);
  Handle joined = TRY(BytesNew(nullptr, static_cast<int64_t>(head.size()) + size));
  memcpy(joined.As<Bytes>()->data, head.data(), head.size());
  memcpy(joined.As<Bytes>()->data + head.size(), data, static_cast<size_t>(size));
  return joined.Release();
}

// Keeps what inflate didn't use: behind the end, or because of the limit.
bool KeepRest(Value self, const uint8_t* end, int code) {
  ZlibStream* z = Of(self);
  const uint8_t* next = z->stream.next_in;
  int64_t rest = next != nullptr ? end - next : 0;
  if (code == Z_STREAM_END) {
    if (rest > 0) {
      Handle unused = TRY(Append(z->unused_data, next, rest));
      StoreOwned(&z->unused_data, unused.Release());
    }
    rest = 0;
  }
  Handle tail = TRY(BytesNew(rest > 0 ? next : reinterpret_cast<const uint8_t*>(""), rest));
  StoreOwned(&z->unconsumed_tail, tail.Release());
  return true;
}

bool SetDictionary(ZlibStream* z) {
  ScopedBuffer view;
  if (!view.Acquire(z->dictionary)) return false;
  int code = inflateSetDictionary(&z->stream, view.data(), static_cast<uInt>(view.size()));
  return code == Z_OK ? true : RaiseZlibError(z->stream, code, "while setting zdict");
}

// inflate with the preset dictionary when it is asked for.
Fallible<int> Inflate(ZlibStream* z, const uint8_t* data, int64_t size, int flush, int64_t limit,
                      ByteBuffer* out) {
  int code = RunZlib(&z->stream, inflate, data, size, flush, limit, out);
  if (code == Z_NEED_DICT && z->dictionary) {
    TRY_VOID(SetDictionary(z));
    const uint8_t* next = z->stream.next_in;
    code = RunZlib(&z->stream, inflate, next, data + size - next, flush, limit, out);
  }
  return code;
}

Owned DecompressMethod(Value self, const Value* args) {
  ScopedBuffer view;
  if (!view.Acquire(args[0])) return {};
  int64_t limit = 0;
  if (args[1]) limit = TRY(IndexExact(args[1], &OverflowErrorType));
  if (limit < 0) return Raise(&ValueErrorType, "max_length must be non-negative");
  StreamTurn turn(self);
  ZlibStream* z = Of(self);
  ByteBuffer out;
  int code = TRY(Inflate(z, view.data(), view.size(), Z_SYNC_FLUSH, limit, &out));
  if (code == Z_MEM_ERROR) return RaiseMemoryError();
  TRY_VOID(KeepRest(self, view.data() + view.size(), code));
  if (code == Z_STREAM_END)
    z->eof = true;
  else if (code != Z_OK && code != Z_BUF_ERROR)
    return RaiseZlibError(z->stream, code, "while decompressing data");
  return BytesFromBuffer(out);
}

Owned DecompressFlush(Value self, const Value* args, size_t nargs) {
  int64_t length = nargs > 0 ? TRY(IndexExact(args[0], &OverflowErrorType)) : 1;
  if (length <= 0) return Raise(&ValueErrorType, "length must be greater than zero");
  StreamTurn turn(self);
  ZlibStream* z = Of(self);
  Handle tail = Retain(z->unconsumed_tail);
  auto* data = tail.As<Bytes>()->data;
  int64_t size = tail.As<Bytes>()->size;
  ByteBuffer out;
  int code = TRY(Inflate(z, data, size, Z_FINISH, 0, &out));
  if (code == Z_MEM_ERROR) return RaiseMemoryError();
  TRY_VOID(KeepRest(self, data + size, code));
  if (code == Z_STREAM_END) {
    z->eof = true;
    Close(z);
  }
  return BytesFromBuffer(out);
}

Owned DecompressCopy(Value self) {
  StreamTurn turn(self);
  Handle copy = TRY(NewStream(&ZlibDecompressType, true));
  int code = inflateCopy(&Of(copy)->stream, &Of(self)->stream);
  if (code == Z_STREAM_ERROR) return Raise(&ValueErrorType, "Inconsistent stream state");
  if (code == Z_MEM_ERROR) return RaiseMemoryError();
  if (code != Z_OK) return RaiseZlibError(Of(self)->stream, code, "while copying decompression object");
  Of(copy)->open = true;
  Of(copy)->eof = Of(self)->eof;
  SetField(&Of(copy)->unused_data, Of(self)->unused_data);
  SetField(&Of(copy)->unconsumed_tail, Of(self)->unconsumed_tail);
  SetField(&Of(copy)->dictionary, Of(self)->dictionary);
  return copy.Release();
}

Owned GetEof(Value self) { return OwnBool(Of(self)->eof); }
Owned DeepCopy(UnarySlot copy, Value self) { return copy(self); }
Owned CompressDeepCopy(Value self, Value) { return DeepCopy(CompressCopy, self); }
Owned DecompressDeepCopy(Value self, Value) { return DeepCopy(DecompressCopy, self); }

constexpr MethodDef kCompressMethods[] = {
    PY_METHOD(Compress, compress, OneArg(CompressMethod), "($self, data, /)\n--\n\nReturns a bytes object containing compressed data."),
    PY_METHOD(Compress, flush, Positional(CompressFlush, 0, 1), "($self, mode=zlib.Z_FINISH, /)\n--\n\nReturn a bytes object containing any remaining compressed data."),
    PY_METHOD(Compress, copy, NoArgs(CompressCopy), "($self, /)\n--\n\nReturn a copy of the compression object."),
    PY_METHOD(Compress, __copy__, NoArgs(CompressCopy), "($self, /)\n--\n\n"),
    PY_METHOD(Compress, __deepcopy__, OneArg(CompressDeepCopy), "($self, memo, /)\n--\n\n"),
    {}};
constexpr MethodDef kDecompressMethods[] = {
    PY_METHOD(Decompress, decompress, Bound(DecompressMethod), "($self, data, /, max_length=0)\n--\n\nReturn a bytes object containing the decompressed version of the data."),
    PY_METHOD(Decompress, flush, Positional(DecompressFlush, 0, 1), "($self, length=zlib.DEF_BUF_SIZE, /)\n--\n\nReturn a bytes object containing any remaining decompressed data."),
    PY_METHOD(Decompress, copy, NoArgs(DecompressCopy), "($self, /)\n--\n\nReturn a copy of the decompression object."),
    PY_METHOD(Decompress, __copy__, NoArgs(DecompressCopy), "($self, /)\n--\n\n"),
    PY_METHOD(Decompress, __deepcopy__, OneArg(DecompressDeepCopy), "($self, memo, /)\n--\n\n"),
    {}};
constexpr PropertyDef kDecompressProperties[] = {{"eof", GetEof}, {}};
constexpr MemberDef kDecompressMembers[] = {
    {"unused_data", offsetof(ZlibStream, unused_data)},
    {"unconsumed_tail", offsetof(ZlibStream, unconsumed_tail)},
    {}};

}  // namespace

Owned CompressobjFunction(Value, const Value* args) {
  int level = TRY(IntOr(args[0], Z_DEFAULT_COMPRESSION));
  int method = TRY(IntOr(args[1], Z_DEFLATED));
  int bits = TRY(IntOr(args[2], MAX_WBITS));
  int memory = TRY(IntOr(args[3], 8));
  int strategy = TRY(IntOr(args[4], Z_DEFAULT_STRATEGY));
  Handle self = TRY(NewStream(&ZlibCompressType, false));
  z_stream* stream = &Of(self)->stream;
  int code = deflateInit2(stream, level, method, bits, memory, strategy);
  if (code == Z_MEM_ERROR)
    return Raise(&MemoryErrorType, "Can't allocate memory for compression object");
  if (code == Z_STREAM_ERROR) return Raise(&ValueErrorType, "Invalid initialization option");
  if (code != Z_OK) return RaiseZlibError(*stream, code, "while creating compression object");
  Of(self)->open = true;
  if (args[5]) {
    ScopedBuffer view;
    if (!view.Acquire(args[5])) return {};
    code = deflateSetDictionary(stream, view.data(), static_cast<uInt>(view.size()));
    if (code == Z_STREAM_ERROR) return Raise(&ValueErrorType, "Invalid dictionary");
    if (code != Z_OK) return RaiseZlibError(*stream, code, "while setting zdict");
  }
  return self.Release();
}

Owned DecompressobjFunction(Value, const Value* args) {
  int bits = TRY(IntOr(args[0], MAX_WBITS));
  if (args[1] && !SupportsBuffer(args[1]))
    return Raise(&TypeErrorType, "zdict argument must support the buffer protocol");
  Handle self = TRY(NewStream(&ZlibDecompressType, true));
  ZlibStream* z = Of(self);
  if (args[1]) SetField(&z->dictionary, args[1]);
  int code = inflateInit2(&z->stream, bits);
  if (code == Z_STREAM_ERROR) return Raise(&ValueErrorType, "Invalid initialization option");
  if (code == Z_MEM_ERROR)
    return Raise(&MemoryErrorType, "Can't allocate memory for decompression object");
  if (code != Z_OK) return RaiseZlibError(z->stream, code, "while creating decompression object");
  z->open = true;
  if (z->dictionary && bits < 0) TRY_VOID(SetDictionary(z));
  return self.Release();
}

bool InitZlibStreamTypes() {
  ZlibCompressType.slots.destroy = Destroy;
  ZlibDecompressType.slots.destroy = Destroy;
  return ReadyType({.type = &ZlibCompressType,
                    .name = "zlib.Compress",
                    .basic_size = sizeof(ZlibStream),
                    .flags = kTypeNoInstantiation,
                    .methods = kCompressMethods}) &&
         ReadyType({.type = &ZlibDecompressType,
                    .name = "zlib.Decompress",
                    .basic_size = sizeof(ZlibStream),
                    .flags = kTypeNoInstantiation,
                    .methods = kDecompressMethods,
                    .properties = kDecompressProperties,
                    .members = kDecompressMembers});
}

}  // namespace polygil
