#include "runtime/modules/pyexpat/parser.h"

#include <climits>
#include <cstdlib>
#include <cstring>

#include "runtime/types/bytes/buffer.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/str.h"

namespace polygil {

Type ExpatParserType;

namespace {

constexpr int64_t kDefaultBuffer = 8192;
constexpr int64_t kLargestPart = 1 << 20;  // of the data given to expat at once

ExpatParser* Of(Value self) { return self.As<ExpatParser>(); }

// -- Parsing --------------------------------------------------------------------------------------

// A handler must not start its own parser again: expat isn't reentrant.
bool CheckEntry(ExpatParser* self) {
  if (!self->in_handler) return true;
  return Raise(&RuntimeErrorType, "a parser can't be used while it calls a handler");
}

Owned Result(ExpatParser* self, XML_Status status) {
  if (HasPendingException()) return {};
  if (status == XML_STATUS_ERROR)
    return RaiseExpatError(self->parser, XML_GetErrorCode(self->parser));
  TRY_VOID(FlushExpatText(self));
  return Owned(Value::Int(status));
}

Owned ParserParse(Value value, const Value* args, size_t nargs) {
  ExpatParser* self = Of(value);
  TRY_VOID(CheckEntry(self));
  bool is_final = nargs > 1 ? TRY(IsTrue(args[1])) : false;
  Handle owner;
  ScopedBuffer buffer;
  const char* data;
  int64_t size;
  if (IsStr(args[0])) {
    std::string_view text = TRY(StrAsUtf8(args[0], &owner));
    data = text.data();
    size = static_cast<int64_t>(text.size());
    (void)XML_SetEncoding(self->parser, "utf-8");
  } else {
    TRY_VOID(buffer.Acquire(args[0]));
    data = reinterpret_cast<const char*>(buffer.data());
    size = buffer.size();
  }
  for (; size > kLargestPart; data += kLargestPart, size -= kLargestPart) {
    XML_Status status = XML_Parse(self->parser, data, static_cast<int>(kLargestPart), 0);
    if (HasPendingException() || status == XML_STATUS_ERROR) return Result(self, status);
  }
  return Result(self, XML_Parse(self->parser, data, static_cast<int>(size), is_final));
}

// One read() into expat's own buffer; the bytes read, -1: raised.
int64_t ReadInto(void* out, Value read, int size) {
  Handle data = Call(read, {Value::Int(size)});
  if (!data) return -1;
  if (!IsBytes(data) && !IsExactly(data, ByteArrayType)) {
    Raise(&TypeErrorType, "read() did not return a bytes object (type=%.400s)", TypeName(data));
    return -1;
  }
  ScopedBuffer view;
  if (!view.Acquire(data)) return -1;
  if (view.size() > size) {
    Raise(&ValueErrorType, "read() returned too much data: %i bytes requested, %zd returned", size,
          static_cast<ssize_t>(view.size()));
    return -1;
  }
  memcpy(out, view.data(), static_cast<size_t>(view.size()));
  return view.size();
}

Owned ParserParseFile(Value value, Value file) {
  constexpr int kPart = 2048;
  ExpatParser* self = Of(value);
  TRY_VOID(CheckEntry(self));
  Handle read = FindAttribute(file, "read");
  if (!read) {
    if (HasPendingException()) return {};
    return Raise(&TypeErrorType, "argument must have 'read' attribute");
  }
  for (;;) {
    void* room = XML_GetBuffer(self->parser, kPart);
    if (room == nullptr) return Result(self, XML_STATUS_ERROR);
    int64_t size = ReadInto(room, read, kPart);
    if (size < 0) return {};
    XML_Status status = XML_ParseBuffer(self->parser, static_cast<int>(size), size == 0);
    if (HasPendingException()) return {};
    if (status == XML_STATUS_ERROR || size == 0) return Result(self, status);
  }
}

// -- Other methods --------------------------------------------------------------------------------

Owned ParserSetBase(Value self, Value base) {
  if (!IsStr(base)) return Raise(&TypeErrorType, "SetBase() argument must be str, not %T", base);
  Handle owner;
  std::string_view text = TRY(StrAsUtf8(base, &owner));
  if (text.find('\0') != text.npos) return Raise(&ValueErrorType, "embedded null character");
  if (!XML_SetBase(Of(self)->parser, text.data())) return RaiseMemoryError();
  return OwnNone();
}
Owned ParserGetBase(Value self) { return ExpatText(XML_GetBase(Of(self)->parser)); }

Owned ParserGetInputContext(Value self) {
  if (!Of(self)->in_handler) return OwnNone();
  int offset, size;
  const char* text = XML_GetInputContext(Of(self)->parser, &offset, &size);
  if (text == nullptr) return OwnNone();
  return BytesNew(text + offset, size - offset);
}

Owned ParserSetParamEntityParsing(Value self, Value flag) {
  int64_t number = TRY(AsInt64(flag));
  return Owned(Value::Int(
      XML_SetParamEntityParsing(Of(self)->parser, static_cast<XML_ParamEntityParsing>(number))));
}

Owned ParserUseForeignDtd(Value self, const Value* args, size_t nargs) {
  bool flag = nargs > 0 ? TRY(IsTrue(args[0])) : true;
  XML_Error code = XML_UseForeignDTD(Of(self)->parser, flag);
  if (code != XML_ERROR_NONE) return RaiseExpatError(Of(self)->parser, code);
  return OwnNone();
}

Fallible<const char*> TextArgument(Value v, int position, bool or_none, Handle* owner) {
  if (or_none && v.IsNone()) return static_cast<const char*>(nullptr);
  if (!IsStr(v))
    return Raise(&TypeErrorType, "ExternalEntityParserCreate() argument %d must be str%s, not %T",
                 position, or_none ? " or None" : "", v);
  std::string_view text = TRY(StrAsUtf8(v, owner));
  if (text.find('\0') != text.npos) return Raise(&ValueErrorType, "embedded null character");
  return text.data();
}

Owned ParserExternalEntity(Value value, const Value* args, size_t nargs) {
  Handle context_owner, encoding_owner;
  const char* context = TRY(TextArgument(args[0], 1, true, &context_owner));
  const char* encoding =
      nargs > 1 ? TRY(TextArgument(args[1], 2, false, &encoding_owner)) : nullptr;
  Handle child = TRY(AllocateObject(&ExpatParserType));
  ExpatParser *self = Of(value), *made = Of(child);
  made->ordered_attributes = self->ordered_attributes;
  made->specified_attributes = self->specified_attributes;
  made->namespace_prefixes = self->namespace_prefixes;
  made->buffer_size = self->buffer_size;
  made->parent = Retain(value).Peek();
  if (self->intern) made->intern = Retain(self->intern).Peek();
  if (self->buffer != nullptr) {
    made->buffer = static_cast<char*>(malloc(static_cast<size_t>(made->buffer_size)));
    if (made->buffer == nullptr) return RaiseMemoryError();
  }
  made->parser = XML_ExternalEntityParserCreate(self->parser, context, encoding);
  if (made->parser == nullptr) return RaiseMemoryError();
  XML_SetUserData(made->parser, made);
  for (int event = 0; event < kExpatEventCount; ++event) {
    if (self->handlers[event])
      SetExpatHandler(made, static_cast<ExpatEvent>(event), self->handlers[event]);
  }
  return child.Release();
}

// -- Attributes -----------------------------------------------------------------------------------

template <int kEvent>
Owned GetHandler(Value self) {
  return Retain(OrNone(Of(self)->handlers[kEvent]));
}
Raised RaiseNoDelete() { return Raise(&RuntimeErrorType, "Cannot delete attribute"); }
template <int kEvent>
bool SetHandler(Value self, Value handler) {
  if (!handler) return RaiseNoDelete();
  // What was collected belongs to the old handler.
  if (kEvent == kOnCharacterData) TRY_VOID(FlushExpatText(Of(self)));
  SetExpatHandler(Of(self), static_cast<ExpatEvent>(kEvent),
                  handler.IsNone() ? Value::Empty() : handler);
  return true;
}

Owned GetBufferText(Value self) { return OwnBool(Of(self)->buffer != nullptr); }
bool SetBufferText(Value value, Value flag) {
  if (!flag) return RaiseNoDelete();
  bool wanted = TRY(IsTrue(flag));
  ExpatParser* self = Of(value);
  if (wanted == (self->buffer != nullptr)) return true;
  if (wanted) {
    self->buffer = static_cast<char*>(malloc(static_cast<size_t>(self->buffer_size)));
    self->buffer_used = 0;
    return self->buffer != nullptr ? true : RaiseMemoryError();
  }
  TRY_VOID(FlushExpatText(self));
  free(self->buffer);
  self->buffer = nullptr;
  return true;
}

Owned GetBufferSize(Value self) { return Owned(Value::Int(Of(self)->buffer_size)); }
bool SetBufferSize(Value value, Value size) {
  if (!size) return RaiseNoDelete();
  if (!IsAnyInt(size)) return Raise(&TypeErrorType, "buffer_size must be an integer");
  int64_t number = TRY(IntAsInt64(size));
  if (number <= 0) return Raise(&ValueErrorType, "buffer_size must be greater than zero");
  if (number > INT_MAX)
    return Raise(&ValueErrorType, "buffer_size must not be greater than %i", INT_MAX);
  ExpatParser* self = Of(value);
  if (number == self->buffer_size) return true;
  if (self->buffer != nullptr) {
    TRY_VOID(FlushExpatText(self));
    char* buffer = static_cast<char*>(realloc(self->buffer, static_cast<size_t>(number)));
    if (buffer == nullptr) return RaiseMemoryError();
    self->buffer = buffer;
  }
  self->buffer_size = number;
  return true;
}
Owned GetBufferUsed(Value self) { return Owned(Value::Int(Of(self)->buffer_used)); }

template <bool ExpatParser::* kFlag>
Owned GetFlag(Value self) {
  return OwnBool(Of(self)->*kFlag);
}
template <bool ExpatParser::* kFlag>
bool SetFlag(Value self, Value flag) {
  if (!flag) return RaiseNoDelete();
  Of(self)->*kFlag = TRY(IsTrue(flag));
  if (kFlag == &ExpatParser::namespace_prefixes)
    XML_SetReturnNSTriplet(Of(self)->parser, Of(self)->*kFlag);
  return true;
}

template <auto kNumber>
Owned GetNumber(Value self) {
  return IntFromInt64(static_cast<int64_t>(kNumber(Of(self)->parser)));
}

// -- The type -------------------------------------------------------------------------------------

bool Traverse(Object* object, Visitor visit, void* arg) {
  auto* self = static_cast<ExpatParser*>(object);
  for (Value handler : self->handlers) {
    if (handler && visit(handler, arg)) return true;
  }
  return (self->intern && visit(self->intern, arg)) || (self->parent && visit(self->parent, arg));
}
void Clear(Object* object) {
  auto* self = static_cast<ExpatParser*>(object);
  if (self->parser != nullptr) ClearExpatHandlers(self);
  ClearField(&self->intern);
}
void Destroy(Object* object) {
  auto* self = static_cast<ExpatParser*>(object);
  for (Value& handler : self->handlers) ClearField(&handler);
  if (self->parser != nullptr) XML_ParserFree(self->parser);
  free(self->buffer);
  ClearField(&self->intern);
  ClearField(&self->parent);
}

constexpr MethodDef kMethods[] = {
    PY_METHOD(xmlparser, Parse, Positional(ParserParse, 1, 2),
              "($self, data, isfinal=False, /)\n--\n\nParse XML data; isfinal should be true at "
              "the end of the input."),
    PY_METHOD(xmlparser, ParseFile, OneArg(ParserParseFile),
              "($self, file, /)\n--\n\nParse XML data from file-like object."),
    PY_METHOD(xmlparser, SetBase, OneArg(ParserSetBase),
              "($self, base, /)\n--\n\nSet the base URL for the parser."),
    PY_METHOD(xmlparser, GetBase, NoArgs(ParserGetBase),
              "($self, /)\n--\n\nReturn base URL string for the parser."),
    PY_METHOD(xmlparser, GetInputContext, NoArgs(ParserGetInputContext),
              "($self, /)\n--\n\nReturn the untranslated text of the input that caused the current "
              "event."),
    PY_METHOD(xmlparser, ExternalEntityParserCreate, Positional(ParserExternalEntity, 1, 2),
              "($self, context, encoding=<unrepresentable>, /)\n--\n\nCreate a parser for an "
              "external entity, as told to the ExternalEntityRefHandler."),
    PY_METHOD(xmlparser, SetParamEntityParsing, OneArg(ParserSetParamEntityParsing),
              "($self, flag, /)\n--\n\nControls parsing of parameter entities (including the "
              "external DTD subset)."),
    PY_METHOD(xmlparser, UseForeignDTD, Positional(ParserUseForeignDtd, 0, 1),
              "($self, flag=True, /)\n--\n\nAllows the application to provide an external subset "
              "where the document names none."),
    {}};

constexpr PropertyDef kProperties[] = {
#define HANDLER(identifier, attribute, setter) \
  {attribute, GetHandler<kOn##identifier>, SetHandler<kOn##identifier>},
#include "runtime/modules/pyexpat/handlers.def"
    {"buffer_text", GetBufferText, SetBufferText},
    {"buffer_size", GetBufferSize, SetBufferSize},
    {"buffer_used", GetBufferUsed},
    {"ordered_attributes", GetFlag<&ExpatParser::ordered_attributes>,
     SetFlag<&ExpatParser::ordered_attributes>},
    {"specified_attributes", GetFlag<&ExpatParser::specified_attributes>,
     SetFlag<&ExpatParser::specified_attributes>},
    {"namespace_prefixes", GetFlag<&ExpatParser::namespace_prefixes>,
     SetFlag<&ExpatParser::namespace_prefixes>},
    {"ErrorCode", GetNumber<XML_GetErrorCode>},
    {"ErrorLineNumber", GetNumber<XML_GetErrorLineNumber>},
    {"ErrorColumnNumber", GetNumber<XML_GetErrorColumnNumber>},
    {"ErrorByteIndex", GetNumber<XML_GetErrorByteIndex>},
    {"CurrentLineNumber", GetNumber<XML_GetCurrentLineNumber>},
    {"CurrentColumnNumber", GetNumber<XML_GetCurrentColumnNumber>},
    {"CurrentByteIndex", GetNumber<XML_GetCurrentByteIndex>},
    {}};
constexpr MemberDef kMembers[] = {{"intern", offsetof(ExpatParser, intern)}, {}};

}  // namespace

bool InitExpatParserType() {
  ExpatParserType.slots.traverse = Traverse;
  ExpatParserType.slots.clear = Clear;
  ExpatParserType.slots.destroy = Destroy;
  return ReadyType({.type = &ExpatParserType,
                    .name = "pyexpat.xmlparser",
                    .basic_size = sizeof(ExpatParser),
                    .flags = kTypeGc | kTypeNoInstantiation,
                    .methods = kMethods,
                    .properties = kProperties,
                    .members = kMembers,
                    .doc = "XML parser"});
}

Owned ExpatParserNew(const char* encoding, const char* separator, Value intern) {
  Handle parser = TRY(AllocateObject(&ExpatParserType));
  ExpatParser* self = Of(parser);
  self->buffer_size = kDefaultBuffer;
  if (intern) self->intern = Retain(intern).Peek();
  self->parser = XML_ParserCreate_MM(encoding, nullptr, separator);
  if (self->parser == nullptr) return RaiseMemoryError();
  XML_SetHashSalt(self->parser, CurrentInterpreter()->hash_seed | 1);
  XML_SetUserData(self->parser, self);
  XML_SetUnknownEncodingHandler(self->parser, ExpatUnknownEncoding, nullptr);
  return parser.Release();
}

}  // namespace polygil
